using System.Text.Json;
using MlOps;

namespace IrisTraining;

/// <summary>What a training run can be told.</summary>
internal sealed record TrainingOptions(int Epochs = 300, double LearningRate = 0.5, double TestShare = 0.2, int Seed = 42);

/// <summary>What came out of it.</summary>
internal sealed record Evaluation(double TrainLoss, double TrainAccuracy, double TestAccuracy, int TestFlowers);

internal static class Trainer
{
    [Tracked(Experiment = "iris")]
    public static Evaluation Train(TrainingOptions options)
    {
        var (train, test) = IrisData.Read(Datasets.Iris.Path).Split(options.TestShare, options.Seed);
        var model = new SoftmaxRegression(train);

        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            model.Step(train, options.LearningRate);
            Run.Current.Log("train_loss", model.Loss(train), epoch);
            Run.Current.Log("test_accuracy", model.Accuracy(test), epoch);
        }

        Run.Current.LogText("model.json", JsonSerializer.Serialize(model.Export()));
        return new Evaluation(model.Loss(train), model.Accuracy(train), model.Accuracy(test), test.Count);
    }
}
