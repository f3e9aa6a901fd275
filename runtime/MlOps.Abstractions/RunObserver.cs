using System.ComponentModel;

namespace MlOps;

/// <summary>
/// What data, hardware and monitoring libraries tell the run that is going on, without knowing the tracking library.
/// </summary>
public interface IRunObserver
{
    /// <summary>The run that the calling code belongs to; <see langword="null"/> outside of runs.</summary>
    IObservedRun? CurrentRun { get; }

    /// <summary>A data set was opened by the code of the current run. Called on the user's thread: must not wait or throw.</summary>
    /// <param name="dataset">The data set as the build saw it.</param>
    /// <param name="path">The full path of the file that is read.</param>
    void DatasetUsed(Dataset dataset, string path);
}

/// <summary>A run, as libraries beside tracking see it. Its members may be called from any thread, wait for nothing and do not throw.</summary>
public interface IObservedRun
{
    /// <summary>The run's id, 32 hex digits.</summary>
    string RunId { get; }

    /// <summary>What its method wants done about heat.</summary>
    ThermalPolicy Thermal { get; }

    /// <summary>Records one value of a metric at one step; allocates nothing.</summary>
    void Log(string name, double value, long step);

    /// <summary>Sets a tag.</summary>
    void SetTag(string key, string value);

    /// <summary>Keeps a text as an artifact; a later one of the same path replaces it.</summary>
    void LogText(string path, string text);
}

/// <summary>A library that looks on while runs go on, such as the sampler of the machine.</summary>
public interface IRunWatcher
{
    /// <summary>A run began. Called on the user's thread: must not wait or throw.</summary>
    void RunBegan(IObservedRun run);

    /// <summary>A run is about to end; what is logged now still belongs to it. Called on the user's thread: must not wait long or throw.</summary>
    void RunEnded(IObservedRun run);
}

/// <summary>Where tracking and the libraries beside it find each other.</summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public static class RunObserver
{
    /// <summary>The observer of this process; the tracking library sets it when the first run begins. <see langword="null"/> while nothing is tracked.</summary>
    public static IRunObserver? Current { get; set; }

    /// <summary>The watcher of this process, set by generated code where the machine is sampled; <see langword="null"/> where it is not.</summary>
    public static IRunWatcher? Watcher { get; set; }

    /// <summary>A run is about to end; what is logged now still belongs to it. Raised on the user's thread: must not wait long or throw.</summary>
    public static event EventHandler<RunEndingEventArgs>? RunEnding;

    /// <summary>Raises <see cref="RunEnding"/>. Called by the tracking library.</summary>
    /// <param name="run">The run.</param>
    public static void EndRun(IObservedRun run) => RunEnding?.Invoke(sender: null, new RunEndingEventArgs(run));
}
