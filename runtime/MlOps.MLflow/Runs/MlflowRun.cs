using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>A run on a server.</summary>
public sealed record MlflowRun
{
    /// <summary>The run as a whole.</summary>
    public required RunInfo Info { get; init; }

    /// <summary>Its params.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The latest value of each metric: that of the greatest step, then time, then value. Values before it are in the metric's history.</summary>
    public IReadOnlyDictionary<string, Metric> Metrics { get; init; } = new Dictionary<string, Metric>();

    /// <summary>The data sets that it read.</summary>
    public IReadOnlyList<DatasetInput> Datasets { get; init; } = [];

    /// <summary>The logged models that it read (MLflow 3), as their ids.</summary>
    public IReadOnlyList<string> ModelInputs { get; init; } = [];

    /// <summary>The logged models that it made (MLflow 3).</summary>
    public IReadOnlyList<ModelOutput> ModelOutputs { get; init; } = [];

    internal static MlflowRun Read(JsonElement json)
    {
        var info = RunInfo.Read(json.Need("info"));
        var run = new MlflowRun { Info = info };
        if (json.Find("data") is { } data)
        {
            var metrics = new Dictionary<string, Metric>(StringComparer.Ordinal);
            foreach (var metric in data.List("metrics", Metric.Read))
            {
                metrics[metric.Key] = metric;
            }

            run = run with { Params = data.Pairs("params"), Tags = data.Pairs("tags"), Metrics = metrics };
        }

        if (json.Find("inputs") is { } inputs)
        {
            run = run with
            {
                Datasets = inputs.List("dataset_inputs", DatasetInput.Read),
                ModelInputs = inputs.List("model_inputs", static model => model.Text("model_id")),
            };
        }

        return json.Find("outputs") is { } outputs ? run with { ModelOutputs = outputs.List("model_outputs", ModelOutput.Read) } : run;
    }
}
