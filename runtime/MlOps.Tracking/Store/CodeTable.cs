namespace MlOps.Store;

/// <summary>
/// The table <c>mlops_code</c>: what each fingerprint stands for, once, however many runs have it, so that runs can be compared
/// long after the assemblies that made them are gone. MLflow passes over tables that it does not know.
/// </summary>
internal static class CodeTable
{
    public const string Name = "mlops_code";

    public const string Sql =
        """
        CREATE TABLE IF NOT EXISTS mlops_code (
            fingerprint VARCHAR(64) NOT NULL,
            closure TEXT NOT NULL
        );
        CREATE UNIQUE INDEX IF NOT EXISTS mlops_code_fingerprint ON mlops_code (fingerprint);
        """;
}
