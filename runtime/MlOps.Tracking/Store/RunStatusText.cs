namespace MlOps.Store;

/// <summary>MLflow's spelling of a status.</summary>
internal static class RunStatusText
{
    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Running => "RUNNING",
        RunStatus.Finished => "FINISHED",
        RunStatus.Failed => "FAILED",
        RunStatus.Killed => "KILLED",
        RunStatus.Scheduled => "SCHEDULED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The status that MLflow spells so; null where it is none that is known here.</summary>
    public static RunStatus? Parse(string text) => text switch
    {
        "RUNNING" => RunStatus.Running,
        "FINISHED" => RunStatus.Finished,
        "FAILED" => RunStatus.Failed,
        "KILLED" => RunStatus.Killed,
        "SCHEDULED" => RunStatus.Scheduled,
        _ => null,
    };
}
