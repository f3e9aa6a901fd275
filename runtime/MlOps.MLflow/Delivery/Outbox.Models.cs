using MlOps.Models.Registry;
using MlOps.Store;

namespace MlOps.MLflow.Delivery;

// Registered models.
internal sealed partial class Outbox
{
    /// <summary>The versions of registered models that a run made, in their order.</summary>
    public IReadOnlyList<RecordedModelVersion> ModelVersions(string run) => [.. new ModelTables(Sql).Versions().Where(version => version.RunId == run)];

    /// <summary>What is said of a registered model itself.</summary>
    public RecordedModel Model(string name) => new ModelTables(Sql).Model(name);
}
