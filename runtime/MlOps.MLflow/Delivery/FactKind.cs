namespace MlOps.MLflow.Delivery;

/// <summary>What kinds of facts there are.</summary>
internal static class FactKind
{
    public const string Param = "param";
    public const string Tag = "tag";
    public const string Input = "input";
    public const string Artifact = "artifact";
    public const string Point = "point";
    public const string Refused = "refused";
    public const string Status = "status";
    public const string Model = "model";
}
