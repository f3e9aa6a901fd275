using System.Diagnostics;

namespace MlOps.Silicon.Runs;

/// <summary>
/// Has the sampling made beside the run that needs it first: until it is there, whoever begins or ends a run leaves word and goes on. A program
/// that starts has better things to do than to wait for what compiles in the meantime.
/// </summary>
/// <param name="make">Makes the sampling; called once.</param>
internal sealed class EarlyRuns(Func<RunSampling> make) : IRunWatcher
{
    private readonly Lock _gate = new();
    private readonly List<Action<RunSampling>> _words = [];
    private RunSampling? _sampling;
    private Thread? _thread;

    public void RunBegan(IObservedRun run) => Tell(sampling => sampling.RunBegan(run));

    public void RunEnded(IObservedRun run) => Tell(sampling => sampling.RunEnded(run));

    /// <summary>The process ends: what runs were not told yet they are told now.</summary>
    /// <param name="patience">How long that may take.</param>
    public void Finish(TimeSpan patience)
    {
        var begin = Stopwatch.GetTimestamp();
        if (_thread?.Join(patience) == true && _sampling is { } sampling && Stopwatch.GetElapsedTime(begin) is var took && took < patience)
        {
            sampling.Finish(patience - took);
        }
    }

    private void Tell(Action<RunSampling> word)
    {
        lock (_gate)
        {
            if (_sampling is null)
            {
                _words.Add(word);
                if (_thread is null)
                {
                    _thread = new Thread(Make) { IsBackground = true, Name = "MlOps silicon, start" };
                    _thread.Start();
                }

                return;
            }
        }

        word(_sampling);
    }

    /// <summary>Passes on what was said so far, in that order; what is said from then on goes straight to the sampling.</summary>
    private void Make()
    {
        RunSampling sampling;
        try
        {
            sampling = make();
        }
        catch (Exception)
        {
            return; // Nobody's training fails because its machine is not sampled.
        }

        while (true)
        {
            Action<RunSampling>[] words;
            lock (_gate)
            {
                if (_words.Count == 0)
                {
                    _sampling = sampling;
                    return;
                }

                words = [.. _words];
                _words.Clear();
            }

            Array.ForEach(words, word => Say(word, sampling));
        }
    }

    private static void Say(Action<RunSampling> word, RunSampling sampling)
    {
        try
        {
            word(sampling);
        }
        catch (Exception)
        {
            // One run that cannot be told is no reason to leave out the others.
        }
    }
}
