using MlOps.Recording;

namespace MlOps;

/// <summary>
/// One recorded execution of training code. Inside a <see cref="TrackedAttribute">[Tracked]</see> method it is
/// <see cref="Current"/>; everything logged to it is written to the store by a background thread.
/// </summary>
/// <remarks>
/// All members may be called from any thread. None waits for a disk or a network, and none throws because of tracking:
/// what could not be recorded is counted and shown once on the standard error stream.
/// </remarks>
public sealed partial class Run : IDisposable
{
    private static readonly AsyncLocal<Run?> s_current = new();
    private static readonly Run s_none = new();

    private readonly Recorder? _recorder;
    private readonly Run? _caller;
    private int _ended;

    private Run(Recorder recorder, Run? caller, TrackedMethod method, string? name)
    {
        _recorder = recorder;
        _caller = caller;
        Method = method;
        RunId = Guid.NewGuid().ToString("n");
        ParentId = method.IsNested ? caller?.RunId : null;
        Name = string.IsNullOrWhiteSpace(name) ? $"{method.Name[(method.Name.LastIndexOf('.') + 1)..]}-{RunId[..6]}" : name;
    }

    private Run() => RunId = Name = "";

    /// <summary>
    /// The run that this code belongs to; it follows <c>await</c> and threads that are started with the execution context.
    /// Outside a run it is a stand-in that ignores what it is told and says so once.
    /// </summary>
    public static Run Current => s_current.Value ?? s_none;

    /// <summary>The run's id, 32 hex digits; empty outside a run.</summary>
    public string RunId { get; }

    /// <summary>The run's name as people see it.</summary>
    public string Name { get; }

    internal TrackedMethod? Method { get; }

    /// <summary>The run that this one is nested in; <see langword="null"/> at the top level.</summary>
    internal string? ParentId { get; }

    /// <summary>What the recording thread keeps about this run; no other thread touches it.</summary>
    internal RunState? State { get; set; }

    /// <summary>Begins the run of a tracked method. Called by generated code.</summary>
    /// <param name="method">What the build knows of the method.</param>
    /// <param name="name">The name that people see; <see langword="null"/> or blank for one made of the method's name and the run id.</param>
    /// <returns>The run, which is <see cref="Current"/> until it is disposed.</returns>
    public static Run Begin(TrackedMethod method, string? name = null) =>
        Recorder.Default is { } recorder ? Begin(recorder, method, name) : s_none;

    internal static Run Begin(Recorder recorder, TrackedMethod method, string? name = null)
    {
        RunObserver.Current ??= new InputObserver();
        var run = new Run(recorder, s_current.Value, method, name);
        s_current.Value = run;
        recorder.Post(run, RunEvent.Begin);
        return run;
    }

    /// <summary>Ends the run as finished. Called by generated code.</summary>
    public void Finish() => End(RunStatus.Finished);

    /// <summary>Ends the run as finished and hands the result on. Called by generated code.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="result">What the tracked method returned.</param>
    /// <returns><paramref name="result"/>, unchanged.</returns>
    public T Finish<T>(T result)
    {
        Finish();
        return result;
    }

    /// <summary>Ends the run as failed, or as killed when it was cancelled, and keeps the exception. Called by generated code, which throws it on.</summary>
    /// <param name="error">What the tracked method threw.</param>
    public void Fail(Exception error)
    {
        if (_recorder is null || Volatile.Read(ref _ended) != 0)
        {
            return;
        }

        _recorder.Guard("keep the exception", () =>
        {
            SetTag("mlops.error.type", error.GetType().FullName ?? error.GetType().Name);
            SetTag("mlops.error.message", error.Message);
            LogText("error.txt", error.ToString());
        });
        End(error is OperationCanceledException ? RunStatus.Killed : RunStatus.Failed);
    }

    /// <summary>Makes the caller's run the current one again without ending this one. Called by generated code.</summary>
    public void Leave()
    {
        if (s_current.Value == this)
        {
            s_current.Value = _caller;
        }
    }

    /// <summary>Ends the run, as finished if nothing else was said, and makes the caller's run the current one again.</summary>
    public void Dispose()
    {
        End(RunStatus.Finished);
        Leave();
    }

    /// <summary>Waits until everything logged so far by this process is in the store. Not needed in normal use.</summary>
    public static void Flush() => Recorder.FlushDefault();

    private void End(RunStatus status)
    {
        if (_recorder is not null && Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _recorder.Post(this, new RunEvent.Ended(status));
            _recorder.Wake();
        }
    }

    private sealed class InputObserver : IRunObserver
    {
        public void DatasetUsed(Dataset dataset, string path) => s_current.Value?.LogInput(dataset, path);
    }
}
