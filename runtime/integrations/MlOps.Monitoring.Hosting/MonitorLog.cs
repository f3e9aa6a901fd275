using Microsoft.Extensions.Logging;

namespace MlOps.Monitoring.Hosting;

/// <summary>What the log of an app is told.</summary>
internal static partial class MonitorLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void Problem(ILogger logger, string problem);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Alert}")]
    public static partial void Raised(ILogger logger, string alert);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "{Alert}")]
    public static partial void Resolved(ILogger logger, string alert);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "{Path} is for a [Monitored] method that is called '{Name}'; there is no other monitor of that name.")]
    public static partial void Waiting(ILogger logger, string path, string name);
}
