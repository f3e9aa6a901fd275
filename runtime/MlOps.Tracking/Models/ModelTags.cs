namespace MlOps.Models;

/// <summary>The tags that say where a version of a model comes from.</summary>
internal static class ModelTags
{
    /// <summary>MLflow's list of the models of a run.</summary>
    public const string History = "mlflow.log-model.history";

    /// <summary>What the model takes and gives, in JSON.</summary>
    public const string Signature = "mlops.model.signature";

    /// <summary>The code that made it.</summary>
    public const string Fingerprint = "mlops.code.fingerprint";

    /// <summary>The digests of the data that its run had read, by name, in JSON.</summary>
    public const string Data = "mlops.data.digests";
}
