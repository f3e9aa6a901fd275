namespace MlOps.Recording;

/// <summary>Where tracking goes wrong, training goes on: faults are counted, and each kind is shown once.</summary>
internal sealed class Faults(TextWriter? output = null)
{
    private static readonly HashSet<string> s_notWovenShown = new(StringComparer.Ordinal);
    private static int s_noRunShown;

    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Logging outside any run: harmless, but worth a word.</summary>
    public static void NoRun(string member)
    {
        if (Interlocked.Exchange(ref s_noRunShown, 1) == 0)
        {
            Console.Error.WriteLine(
                $"mlops: Run.Current.{member} was called outside a run and is ignored. Call it from a [Tracked] method of a project " +
                "that is built with MlOps.Generators (and without MlOpsWeave=false).");
        }
    }

    /// <summary>Code that the build did not weave runs correctly and records nothing.</summary>
    public static void NotWoven(string assembly)
    {
        lock (s_notWovenShown)
        {
            if (s_notWovenShown.Add(assembly))
            {
                Console.Error.WriteLine(
                    $"mlops: {assembly} has [Tracked] methods, but was not woven: they run as they are written, and nothing is recorded. " +
                    "Build it with 'dotnet build' and the package MlOps.Generators, without MlOpsWeave=false.");
            }
        }
    }

    /// <summary>Says something that is no fault.</summary>
    public void Note(string message)
    {
        lock (_shown)
        {
            (output ?? Console.Error).WriteLine($"mlops: {message}");
        }
    }

    /// <summary>Says something that is no fault, once for each kind.</summary>
    public void NoteOnce(string kind, string message)
    {
        lock (_shown)
        {
            if (_shown.Add(kind))
            {
                Note(message);
            }
        }
    }

    /// <summary>Counts values that were given up.</summary>
    public void Lost(long lost) => Interlocked.Add(ref _count, lost);

    /// <summary>Counts a fault and shows it if nothing of its kind was shown before.</summary>
    /// <param name="task">What could not be done, in words that follow "could not".</param>
    /// <param name="fault">Why.</param>
    public void Report(string task, Exception fault) => Report($"could not {task}: {Sentence(fault.Message)}", task);

    private static string Sentence(string text) => text is [.., '.' or '!' or '?'] ? text : text + ".";

    /// <summary>Counts a fault and shows it if nothing of its kind was shown before.</summary>
    /// <param name="message">What is shown.</param>
    /// <param name="kind">What counts as the same fault.</param>
    public void Report(string message, string? kind = null)
    {
        Interlocked.Increment(ref _count);
        lock (_shown)
        {
            if (_shown.Add(kind ?? message))
            {
                (output ?? Console.Error).WriteLine($"mlops: {message} Training goes on.");
            }
        }
    }
}
