using System.Text.Json;
using MlOps;

namespace IrisTraining;

/// <summary>What a training run can be told.</summary>
internal sealed record TrainingOptions(int Epochs = 300, double LearningRate = 0.5, double TestShare = 0.2, int Seed = 42);

/// <summary>What came out of it.</summary>
internal sealed record Evaluation(double TrainLoss, double TrainAccuracy, double TestAccuracy, int TestFlowers);

/// <summary>What is worth knowing after each epoch.</summary>
[Metrics]
internal readonly record struct Epoch(double TrainLoss, double TestAccuracy);

internal static class Trainer
{
    [Tracked(Experiment = "iris", RunName = "softmax, rate {options.LearningRate}")]
    public static Evaluation Train(TrainingOptions options)
    {
        var (train, test) = IrisData.Of(Datasets.Iris.Rows()).Split(options.TestShare, options.Seed);
        var model = new SoftmaxRegression(train);

        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            model.Step(train, options.LearningRate);
            Run.Current.Log(new Epoch(model.Loss(train), model.Accuracy(test)), step: epoch);
        }

        Run.Current.LogText("model.json", JsonSerializer.Serialize(model.Export()));
        Run.Current.LogText("confusion.csv", model.Confusion(test));
        return new Evaluation(model.Loss(train), model.Accuracy(train), model.Accuracy(test), test.Count);
    }
}
