using System.Text.RegularExpressions;

namespace MlOps.Delivery;

/// <summary>The run that <c>MLFLOW_RUN_ID</c> names: the first run of the process goes on with it, as with MLflow's own client.</summary>
internal static partial class ResumedRun
{
    private static string? s_id = Environment.GetEnvironmentVariable("MLFLOW_RUN_ID");

    /// <summary>The id, told once; <see langword="null"/> from then on, and where none is named.</summary>
    public static string? Take()
    {
        if (s_id is null || Interlocked.Exchange(ref s_id, null) is not { Length: > 0 } id)
        {
            return null;
        }

        if (IsRunId().IsMatch(id))
        {
            return id;
        }

        Console.Error.WriteLine($"mlops: MLFLOW_RUN_ID is '{id}', which is no id of a run: letters, digits, '_' and '-', at most 32 of them. A new run begins instead.");
        return null;
    }

    // As MLflow, though no longer than its database has room for.
    [GeneratedRegex(@"^[a-zA-Z0-9][\w\-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IsRunId();
}
