using System.Diagnostics;
using System.Runtime.ExceptionServices;

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
    private bool _isImpossible;
    private Exception? _fault; // What went wrong on the thread; the next one who calls reports it.

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
            if (Interlocked.Exchange(ref _fault, null) is { } fault)
            {
                ExceptionDispatchInfo.Throw(fault);
            }

            if (_sampling is null)
            {
                if (!_isImpossible)
                {
                    LeaveWord(word);
                }

                return;
            }
        }

        word(_sampling);
    }

    private void LeaveWord(Action<RunSampling> word)
    {
        _words.Add(word);
        if (_thread is null)
        {
            _thread = new Thread(Make) { IsBackground = true, Name = "MlOps silicon, start" };
            _thread.Start();
        }
    }

    /// <summary>Passes on what was said so far, in that order; what is said from then on goes straight to the sampling.</summary>
    private void Make()
    {
        RunSampling? sampling = null;
        Try(() => sampling = make());
        while (true)
        {
            Action<RunSampling>[] words;
            lock (_gate)
            {
                words = [.. _words];
                _words.Clear();
                if (sampling is null || words.Length == 0)
                {
                    _sampling = sampling;
                    _isImpossible = sampling is null;
                    return;
                }
            }

            // One run that cannot be told is no reason to leave out the others.
            Array.ForEach(words, word => Try(() => word(sampling)));
        }
    }

    private void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception fault)
        {
            _fault = fault; // Nobody's training fails because its machine is not sampled.
        }
    }
}
