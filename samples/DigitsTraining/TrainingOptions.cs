using System.Globalization;
using YamlDotNet.Serialization;

namespace DigitsTraining;

/// <summary>What a training run can be told. Every member becomes a param of the run.</summary>
internal sealed record TrainingOptions
{
    public int Epochs { get; init; } = 20;

    public int HiddenUnits { get; init; } = 64;

    public double LearningRate { get; init; } = 0.01;

    public int Folds { get; init; } = 4;

    public double TestShare { get; init; } = 0.2;

    public int Seed { get; init; } = 42;

    /// <summary>The options in a YAML file: a line <c>name: value</c> for each.</summary>
    public static TrainingOptions FromYaml(string file) => new DeserializerBuilder().Build()
        .Deserialize<Dictionary<string, string>>(File.ReadAllText(file))
        .Aggregate(new TrainingOptions(), static (options, setting) => options.With(setting.Key, setting.Value));

    /// <summary>These options with one of them set, by its name in YAML.</summary>
    public TrainingOptions With(string name, string value) => name switch
    {
        "epochs" => this with { Epochs = Number<int>(name, value) },
        "hidden_units" => this with { HiddenUnits = Number<int>(name, value) },
        "learning_rate" => this with { LearningRate = Number<double>(name, value) },
        "folds" => this with { Folds = Number<int>(name, value) },
        "test_share" => this with { TestShare = Number<double>(name, value) },
        "seed" => this with { Seed = Number<int>(name, value) },
        _ => throw new FormatException($"There is no setting '{name}'."),
    };

    private static T Number<T>(string name, string value)
        where T : IParsable<T> =>
        T.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{value}' is not a value for '{name}'.");
}
