using MlOps;

namespace DigitsTraining;

/// <summary>What is logged after every epoch.</summary>
[Metrics]
internal readonly record struct Epoch(double Loss, double Accuracy);

/// <summary>What came out of the training.</summary>
internal sealed record Evaluation(double TestAccuracy, double CrossValidationAccuracy, int TestDigits);

internal static class Trainer
{
    /// <summary>Estimates by cross-validation how well such networks do, then trains one with all digits but those it is tested with.</summary>
    [Tracked(Experiment = "digits", RunName = "digits, {options.HiddenUnits} units")]
    public static async Task<Evaluation> TrainAsync(TrainingOptions options, CancellationToken cancellation)
    {
        var (train, test) = Digits.Split(Digits.Read(Datasets.Digits.Path), options.TestShare, options.Seed);
        var folds = await Task.WhenAll(Enumerable.Range(1, options.Folds).Select(fold => ValidateAsync(fold, train, options, cancellation)));

        var network = await FitAsync(train, test, options, cancellation);
        Run.Current.LogText("confusion.csv", ConfusionMatrix.ToCsv(network, test));
        Run.Current.LogBytes("network.bin", network.ToBytes());
        return new Evaluation(network.Accuracy(test), folds.Average(), test.Count);
    }

    /// <summary>One fold: a run of its own, nested in the one above.</summary>
    [Tracked(Experiment = "digits", RunName = "fold {fold}")]
    private static async Task<double> ValidateAsync(int fold, IReadOnlyList<Digit> digits, TrainingOptions options, CancellationToken cancellation)
    {
        var (train, validation) = Digits.Fold(digits, fold, options.Folds);
        var network = await FitAsync(train, validation, options, cancellation);
        return network.Accuracy(validation);
    }

    private static Task<Network> FitAsync(IReadOnlyList<Digit> train, IReadOnlyList<Digit> validation, TrainingOptions options, CancellationToken cancellation) =>
        Task.Run(
            () =>
            {
                var random = new Random(options.Seed);
                var network = new Network(train[0].Pixels.Length, options.HiddenUnits, random);
                var order = train.ToArray();
                for (var epoch = 1; epoch <= options.Epochs; epoch++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    random.Shuffle(order);
                    var loss = order.Average(digit => network.Train(digit, (float)options.LearningRate));
                    Run.Current.Log(new Epoch(loss, network.Accuracy(validation)), epoch);
                }

                return network;
            },
            cancellation);
}
