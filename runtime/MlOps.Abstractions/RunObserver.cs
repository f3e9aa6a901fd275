using System.ComponentModel;

namespace MlOps;

/// <summary>
/// What data, hardware and monitoring libraries tell the run that is going on, without knowing the tracking library.
/// </summary>
public interface IRunObserver
{
    /// <summary>A data set was opened by the code of the current run. Called on the user's thread: must not wait or throw.</summary>
    /// <param name="dataset">The data set as the build saw it.</param>
    /// <param name="path">The full path of the file that is read.</param>
    void DatasetUsed(Dataset dataset, string path);
}

/// <summary>The one observer of this process; the tracking library sets it when the first run begins.</summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public static class RunObserver
{
    /// <summary>The observer, or <see langword="null"/> while nothing is tracked.</summary>
    public static IRunObserver? Current { get; set; }
}
