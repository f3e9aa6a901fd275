namespace MlOps.MLflow;

/// <summary>Whether the files of a logged model are complete.</summary>
public enum LoggedModelStatus
{
    /// <summary>They are being stored.</summary>
    Pending,

    /// <summary>They are complete.</summary>
    Ready,

    /// <summary>Storing them failed.</summary>
    UploadFailed,
}

/// <summary>MLflow's spelling of it.</summary>
internal static class LoggedModelStatusText
{
    public static string Of(LoggedModelStatus status) => status switch
    {
        LoggedModelStatus.Ready => "LOGGED_MODEL_READY",
        LoggedModelStatus.UploadFailed => "LOGGED_MODEL_UPLOAD_FAILED",
        _ => "LOGGED_MODEL_PENDING",
    };

    public static LoggedModelStatus Parse(string text) => text switch
    {
        "LOGGED_MODEL_READY" => LoggedModelStatus.Ready,
        "LOGGED_MODEL_UPLOAD_FAILED" => LoggedModelStatus.UploadFailed,
        _ => LoggedModelStatus.Pending,
    };
}
