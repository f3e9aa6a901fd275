namespace MlOps.Monitoring;

/// <summary>Writes alerts as lines to the error stream of the process, or to another writer.</summary>
/// <param name="writer">Where to; the error stream unless said.</param>
public sealed class ConsoleChannel(TextWriter? writer = null) : IAlertChannel
{
    /// <inheritdoc/>
    public string Name => "the console";

    /// <inheritdoc/>
    public Task SendAsync(Alert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return (writer ?? Console.Error).WriteLineAsync(alert.Message.AsMemory(), cancellationToken);
    }
}
