using MlOps;

namespace ThermalTraining;

/// <summary>What came out of the training, and what the machine did meanwhile.</summary>
internal sealed record Evaluation(double TrainLoss, double TestAccuracy, int TestDigits, double BusyProcessors, string Heat);

/// <summary>What is logged after every epoch.</summary>
[Metrics]
internal readonly record struct Epoch(double Loss, double Accuracy);

internal static class Trainer
{
    /// <summary>
    /// Trains with all processors while the machine keeps its cool. When it slows down, training takes fewer threads and smaller pieces of a batch; when
    /// it is about to stop itself, training writes a checkpoint and waits. The network it ends with is the same.
    /// </summary>
    [Tracked(
        Experiment = "thermal",
        RunName = "digits, batches of {options.BatchSize}",
        Thermal = ThermalPolicy.ShrinkParallelism | ThermalPolicy.HalveMicroBatches | ThermalPolicy.PauseToCool)]
    public static Evaluation Train(TrainingOptions options)
    {
        var (train, test) = Digit.ReadAndSplit(Datasets.Digits.Path, options.TestShare, options.Seed);
        var random = new Random(options.Seed);
        var network = new Network(train[0].Pixels.Length, options.HiddenUnits, random);
        var gradient = new BatchGradient(network);
        var machine = new Machine();
        var loss = 0.0;

        var governor = ThermalGovernor.Current; // Of this run; asked for once, as it is the same at every step.
        governor.Checkpoint = () => Run.Current.LogBytes("checkpoint.bin", network.ToBytes());
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            random.Shuffle(train);
            var batches = train.Chunk(options.BatchSize).ToArray();
            loss = 0;
            foreach (var batch in batches)
            {
                governor.Step(); // Here it may rest, between two steps.
                loss += gradient.Take(batch, governor) / batches.Length;
                network.Step(gradient.Mean, (float)options.LearningRate);
                machine.Stepped(governor.Level);
            }

            Run.Current.Log(new Epoch(loss, network.Accuracy(test)), epoch);
        }

        Run.Current.LogBytes("network.bin", network.ToBytes());
        return new Evaluation(loss, network.Accuracy(test), test.Length, machine.BusyProcessors, machine.Heat);
    }
}
