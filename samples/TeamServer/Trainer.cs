using MlOps;

namespace TeamServer;

/// <summary>What a training run can be told.</summary>
internal sealed record TrainingOptions(double LearningRate, int Epochs = 50, int Seed = 1);

/// <summary>Fits a line to points that lie around one.</summary>
internal static class Trainer
{
    private const double Slope = 3;
    private const double Noise = 0.1;

    [Tracked(Experiment = "team-server", RunName = "line, rate {options.LearningRate}")]
    public static double Train(TrainingOptions options)
    {
        Run.Current.SetTag("team", Environment.GetEnvironmentVariable("TEAM") ?? "vision");
        var random = new Random(options.Seed);
        (double X, double Y)[] points = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble()).Select(x => (x, (Slope * x) + (Noise * (random.NextDouble() - 0.5))))];

        var slope = 0.0;
        var loss = double.NaN;
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            slope -= options.LearningRate * points.Average(point => 2 * point.X * ((slope * point.X) - point.Y));
            loss = points.Average(point => Math.Pow((slope * point.X) - point.Y, 2));
            Run.Current.Log("loss", loss, step: epoch);
        }

        Run.Current.LogText("line.txt", FormattableString.Invariant($"y = {slope} x\n"));
        return loss;
    }
}
