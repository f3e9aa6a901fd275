namespace ThermalTraining;

/// <summary>What a training run can be told. Every member becomes a param of the run.</summary>
internal sealed record TrainingOptions(int Epochs = 40, int BatchSize = 64, int HiddenUnits = 64, double LearningRate = 0.3, double TestShare = 0.2, int Seed = 42);
