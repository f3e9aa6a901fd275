using MlOps.Delivery;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps;

/// <summary>
/// One recorded execution of training code. Inside a <see cref="TrackedAttribute">[Tracked]</see> method it is
/// <see cref="Current"/>; everything logged to it is written to the store by a background thread.
/// </summary>
/// <remarks>
/// All members may be called from any thread. None waits for a disk or a network, and none throws because of tracking:
/// what could not be recorded is counted and shown once on the standard error stream.
/// </remarks>
public sealed partial class Run : IDisposable, IObservedRun
{
    /// <summary>The tag in which MLflow keeps the name of a run.</summary>
    internal const string NameTag = "mlflow.runName";

    private static readonly AsyncLocal<Run?> s_current = new();
    private static readonly Run s_none = new();

    private readonly Recorder? _recorder;
    private readonly Run? _caller;
    private readonly bool _beganUnwinding;
    private int _ended; // A RunStatus; Running, which is 0, until the end.

    private Run(Recorder recorder, Run? caller, TrackedMethod? method, string? name, string? experiment, bool nested)
    {
        _recorder = recorder;
        _caller = caller;
        _beganUnwinding = Unwinding.IsUnderWay;
        StartTime = DateTimeOffset.UtcNow;
        Method = method;
        Experiment = experiment;
        var resumed = ResumedRun.Take();
        IsResumed = resumed is not null;
        RunId = resumed ?? Guid.NewGuid().ToString("n");
        ParentId = nested ? caller?.RunId : null;
        Name = string.IsNullOrWhiteSpace(name)
            ? $"{method?.Name[(method.Name.LastIndexOf('.') + 1)..] ?? "run"}-{RunId[..Math.Min(6, RunId.Length)]}"
            : MlflowLimits.Cut(name, MlflowLimits.RunName);
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
    public string Name { get; private set; }

    /// <summary>How far the run has come.</summary>
    public RunStatus Status => (RunStatus)Volatile.Read(ref _ended);

    internal DateTimeOffset StartTime { get; }

    internal TrackedMethod? Method { get; }

    /// <inheritdoc/>
    ThermalPolicy IObservedRun.Thermal => Method?.Thermal ?? ThermalPolicy.None;

    internal string? Experiment { get; }

    /// <summary>Whether it goes on with a run that was begun before, perhaps elsewhere.</summary>
    internal bool IsResumed { get; }

    /// <summary>The run that this one is nested in; <see langword="null"/> at the top level.</summary>
    internal string? ParentId { get; }

    /// <summary>Who looks on; nobody, where the method's attribute says so.</summary>
    private IRunWatcher? Watcher => Method is { Silicon: false } ? null : RunObserver.Watcher;

    /// <summary>What the recording thread keeps about this run; no other thread touches it.</summary>
    internal RunState? State { get; set; }

    /// <summary>Begins the run of a tracked method. Called by generated code.</summary>
    /// <param name="method">What the build knows of the method.</param>
    /// <param name="name">The name that people see; <see langword="null"/> or blank for one made of the method's name and the run id.</param>
    /// <returns>The run, which is <see cref="Current"/> until it is disposed.</returns>
    public static Run Begin(TrackedMethod method, string? name = null) =>
        Recorder.Default is { } recorder ? Begin(recorder, method, name) : s_none;

    /// <summary>Starts a run of one's own, for code without <see cref="TrackedAttribute">[Tracked]</see>. Disposing it ends it.</summary>
    /// <param name="name">The name that people see; left out, one made of the run id.</param>
    /// <param name="experiment">The experiment it belongs to, made when it is missing; left out, <c>MLFLOW_EXPERIMENT_NAME</c>, else <c>Default</c>.</param>
    /// <param name="nested">Whether a run that starts inside another one is nested in it.</param>
    /// <returns>The run, which is <see cref="Current"/> until it is disposed.</returns>
    /// <example>
    /// <code>
    /// using var run = Run.Start("baseline", experiment: "iris");
    /// run.Log("accuracy", 0.93);
    /// </code>
    /// </example>
    public static Run Start(string? name = null, string? experiment = null, bool nested = true) =>
        Recorder.Default is { } recorder ? Start(recorder, name, experiment, nested) : s_none;

    internal static Run Start(Recorder recorder, string? name = null, string? experiment = null, bool nested = true) =>
        Begin(new Run(recorder, s_current.Value, null, name, experiment, nested));

    internal static Run Begin(Recorder recorder, TrackedMethod method, string? name = null) =>
        Begin(new Run(recorder, s_current.Value, method, name, method.Experiment, method.IsNested));

    private static Run Begin(Run run)
    {
        RunObserver.Current ??= new Observer();
        s_current.Value = run;
        run._recorder!.Post(run, RunEvent.Begin);
        if (run.Watcher is { } watcher)
        {
            run._recorder.Guard("sample the machine", () => watcher.RunBegan(run));
        }

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

    /// <summary>
    /// Ends the run, if nobody did yet, and makes the caller's run the current one again. It ends as finished; as failed, when
    /// an exception leaves the block of a <c>using</c>.
    /// </summary>
    /// <remarks>
    /// That an exception is on its way is something only the usual runtime tells. In a NativeAOT program such a run ends as
    /// finished: catch the exception and call <see cref="Fail"/>, which also keeps its message, or put
    /// <see cref="TrackedAttribute">[Tracked]</see> on a method.
    /// </remarks>
    public void Dispose()
    {
        if (Status == RunStatus.Running && !_beganUnwinding && Unwinding.IsUnderWay)
        {
            SetTag("mlops.error.message", "An exception left the block of the run.");
            End(RunStatus.Failed);
        }

        End(RunStatus.Finished);
        Leave();
    }

    /// <summary>Waits until everything logged so far by this process is in the store. Not needed in normal use.</summary>
    public static void Flush() => Recorder.FlushDefault();

    /// <summary>Ends the run in a way of one's own choice. The first end counts; values that are logged later still arrive.</summary>
    /// <param name="status">How it ended; <see cref="RunStatus.Running"/> changes nothing.</param>
    public void End(RunStatus status)
    {
        if (_recorder is not null && status != RunStatus.Running && Interlocked.CompareExchange(ref _ended, (int)status, (int)RunStatus.Running) == (int)RunStatus.Running)
        {
            if (RunObserver.Watcher is { } watcher)
            {
                _recorder.Guard("sample the machine", () => watcher.RunEnded(this));
            }

            _recorder.Guard("end what goes on in the run", () => RunObserver.EndRun(this));
            _recorder.Post(this, new RunEvent.Ended(status));
            _recorder.Wake();
        }
    }

    private sealed class Observer : IRunObserver
    {
        // Work that was begun in a run may outlive it.
        public IObservedRun? CurrentRun => s_current.Value is { Status: RunStatus.Running } run ? run : null;

        public void DatasetUsed(Dataset dataset, string path) => s_current.Value?.LogInput(dataset, path);
    }
}
