namespace MlOps.Store;

/// <summary>How long MLflow lets things be, in characters. SQLite would take more; MLflow's server and its Python client would not.</summary>
internal static class MlflowLimits
{
    public const int Key = 250;
    public const int ParamValue = 6000;
    public const int TagValue = 8000;
    public const int ExperimentName = 500;
    public const int RunName = 250;
    public const int DatasetName = 500;
    public const int DatasetDigest = 36;

    /// <summary>Cuts a text as MLflow does, though never in the middle of a character.</summary>
    public static string Cut(string text, int limit) => text.Length <= limit
        ? text
        : text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];
}
