namespace MlOps.MLflow.Delivery;

/// <summary>What a delivery says in words and in numbers. Each kind of thing is said once; any thread may say it.</summary>
/// <param name="destination">Where runs go.</param>
/// <param name="say">Shows a sentence.</param>
internal sealed class DeliveryLog(string destination, Action<string> say)
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _points;
    private long _bytes;
    private long _refusals;

    public string Destination => destination;

    /// <summary>How many points of metrics arrived.</summary>
    public long Points => Interlocked.Read(ref _points);

    /// <summary>How many bytes of artifacts were sent.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How many things the server would not take.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    /// <summary>The last thing that kept runs from being delivered; null while nothing does.</summary>
    public string? Problem { get; private set; }

    public void Sent(int points) => Interlocked.Add(ref _points, points);

    public void SentBytes(long bytes) => Interlocked.Add(ref _bytes, bytes);

    public void Note(string message) => say(message);

    /// <summary>One param, tag or other thing that the server will never take.</summary>
    public void Refused(OutboxRun run, string kind, string key, string reason)
    {
        Interlocked.Increment(ref _refusals);
        Once(kind, $"{destination} does not take the {kind} '{key}' of run '{run.Name}', and the rest goes on without it: {reason} It is kept in the embedded store.");
    }

    /// <summary>A run that the server does not take.</summary>
    public void Failed(OutboxRun run, MlflowException fault) =>
        Once(fault.Code + run.RunId, $"run '{run.Name}' cannot be delivered to {destination}: {fault.Reason} {fault.Hint ?? $"'mlops sync --run {run.RunId}' tries again."}");

    /// <summary>A run of which this machine cannot read something, for now.</summary>
    public void Failed(OutboxRun run, Exception fault) =>
        Once("files" + run.RunId, $"not all of run '{run.Name}' can be read to be delivered to {destination}: {fault.Message} It is tried again.");

    /// <summary>Nothing gets through for now.</summary>
    public void Away(MlflowException fault)
    {
        Problem = $"{fault.Reason} {fault.Hint}".TrimEnd();
        Once(fault.Code, $"runs cannot be delivered to {destination}: {Problem} Training goes on; what is recorded stays in the embedded store and is sent as soon as that can be done.");
    }

    /// <summary>The store itself, or this machine, kept runs from being sent.</summary>
    public void Away(Exception fault)
    {
        Problem = fault.Message;
        Once(fault.GetType().Name, $"runs cannot be read from the embedded store to be delivered: {fault.Message} Training goes on, and it is tried again.");
    }

    /// <summary>It works, perhaps again.</summary>
    public void Back()
    {
        if (Problem is not null)
        {
            Problem = null;
            say($"{destination} takes runs again; delivery goes on.");
            lock (_gate)
            {
                _said.Clear();
            }
        }
    }

    private void Once(string kind, string message)
    {
        lock (_gate)
        {
            if (_said.Add(kind))
            {
                say(message);
            }
        }
    }
}
