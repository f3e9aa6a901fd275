namespace MlOps;

/// <summary>How far a run has come, in MLflow's words.</summary>
public enum RunStatus
{
    /// <summary>The run is going on, or its process died before it could say otherwise.</summary>
    Running,

    /// <summary>The run ended by itself.</summary>
    Finished,

    /// <summary>The run ended with an exception.</summary>
    Failed,

    /// <summary>The run was cancelled, or its program exited before the run ended.</summary>
    Killed,

    /// <summary>Somebody else planned the run and has not begun it. Runs recorded here are never that; servers have such.</summary>
    Scheduled,
}
