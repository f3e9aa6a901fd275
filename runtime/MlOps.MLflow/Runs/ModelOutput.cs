using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>A logged model that a run made (MLflow 3).</summary>
/// <param name="ModelId">The model.</param>
/// <param name="Step">The step that made it.</param>
public sealed record ModelOutput(string ModelId, long Step)
{
    internal static ModelOutput Read(JsonElement json) => new(json.Text("model_id"), json.Int64("step") ?? 0);
}
