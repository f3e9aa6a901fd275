using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using MlOps.Silicon.Runs;
using MlOps.Silicon.Sampling;
using MlOps.Silicon.Thermal;

namespace MlOps;

/// <summary>
/// Has training respect the heat of the machine: it takes fewer threads, smaller pieces of a batch or a rest when the hardware is about to slow
/// down by itself, and takes all again when it has cooled.
/// </summary>
/// <remarks>Levels rise once two readings of the sensors agree, and fall after half a minute of calm. A step that nothing holds back reads one field.</remarks>
/// <example>
/// <code>
/// [Tracked(Thermal = ThermalPolicy.ShrinkParallelism | ThermalPolicy.PauseToCool)]
/// public static double Train(Options options)
/// {
///     var governor = ThermalGovernor.Current;
///     for (var step = 0; step &lt; options.Steps; step++)
///     {
///         governor.Step();
///         Parallel.For(0, batch.Length, governor.ParallelOptions, row => …);
///     }
/// }
/// </code>
/// </example>
public sealed partial class ThermalGovernor : IDisposable
{
    private static readonly ConditionalWeakTable<IObservedRun, ThermalGovernor> s_ofRuns = [];
    private static readonly Lock s_ofRunsGate = new();
    private static readonly Lazy<ThermalGovernor> s_ofProcess = new(static () => new ThermalGovernor(options: null, run: null));

    private readonly ThermalTracker _tracker;
    private readonly SiliconSampler? _sampler;
    private readonly ThermalOptions _options;
    private readonly ThermalEvents? _events;
    private readonly Pulse _pulse = new();
    private readonly Lock _gate = new();
#pragma warning disable CA2213 // They hold nothing of the system's while nobody asks for their handles, and a step may still wait for them.
    private readonly ManualResetEventSlim _cooled = new(initialState: true); // Below critical.
    private readonly ManualResetEventSlim _calm = new(initialState: true); // Below throttling.
    private readonly ManualResetEventSlim _resumed = new(initialState: true); // By the thread that pauses for all.
#pragma warning restore CA2213
    private bool _isDisposed;
    private volatile bool _hasGivenUp;
    private volatile bool _needsAttention;
    private volatile int _level = -1; // Until the first level is applied.
    private long _stepEnd;
    private int _isPausing;
    private volatile bool _isWritingCheckpoint;

    /// <summary>Makes a governor of one's own; that of the run is <see cref="Current"/>.</summary>
    /// <param name="options">What it may do; left out, it only looks on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The most threads are fewer than one, or the longest pause is negative.</exception>
    public ThermalGovernor(ThermalOptions? options = null)
        : this(options, RunObserver.Current?.CurrentRun)
    {
    }

    /// <summary>Where sampling is switched off, so is this: it looks at nothing and does nothing.</summary>
    private ThermalGovernor(ThermalOptions? options, IObservedRun? run)
        : this(SiliconSampling.IsOff ? new ThermalTracker() : SiliconSampling.Sampler.Thermal, options, SiliconSampling.IsOff ? null : SiliconSampling.Sampler, run)
    {
    }

    internal ThermalGovernor(ThermalTracker tracker, ThermalOptions? options, SiliconSampler? sampler = null, IObservedRun? run = null)
    {
        _options = options ?? new ThermalOptions();
        Checkpoint = _options.Checkpoint;
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxDegreeOfParallelism, 1, nameof(options) + "." + nameof(ThermalOptions.MaxDegreeOfParallelism));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.LongestPause, TimeSpan.Zero, nameof(options) + "." + nameof(ThermalOptions.LongestPause));
        _tracker = tracker;
        _sampler = sampler;
        _events = run is null ? null : ThermalEvents.Of(run);
        tracker.Changed += OnChanged;
        sampler?.Subscribe(_pulse);
        Apply();
    }

    /// <summary>
    /// The governor of the run that this code belongs to, which does what its <c>[Tracked(Thermal = …)]</c> allows; outside of runs, one that looks on.
    /// Looking it up takes a while: do it before the loop.
    /// </summary>
    public static ThermalGovernor Current => RunObserver.Watcher is not null && RunObserver.Current?.CurrentRun is { } run ? Of(run) : s_ofProcess.Value;

    /// <summary>What holds the machine back now.</summary>
    public ThermalLevel Level => (ThermalLevel)_level;

    /// <summary>Options for <see cref="Parallel"/>, whose most threads follow the heat. A loop reads them when it begins: give them to each loop anew.</summary>
    public ParallelOptions ParallelOptions { get; } = new();

    /// <summary>
    /// Into how many pieces a batch is to be split, whose gradients are added up before the optimizer steps: 1, 2 or 4. The batch itself stays the
    /// same, and with it the result, up to the rounding of sums.
    /// </summary>
    public int MicroBatches { get; private set; } = 1;

    /// <summary>How many loaders of data may work at once: one less when it is warm, half when it is held back.</summary>
    public int LoaderParallelism { get; private set; } = 1;

    /// <summary>Called before each pause, on the thread of the step: time to write a checkpoint. That of the options, until another one is set.</summary>
    public Action? Checkpoint { get; set; }

    /// <summary>To be called once a step, where training may rest. It returns at once unless the machine is too hot and the policy says so.</summary>
    /// <param name="cancellation">Ends a rest.</param>
    /// <exception cref="OperationCanceledException">The rest was ended.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(CancellationToken cancellation = default)
    {
        if (_needsAttention)
        {
            Rest(cancellation);
        }
    }

    /// <summary>Looks no more.</summary>
    public void Dispose()
    {
        _tracker.Changed -= OnChanged;
        lock (_gate)
        {
            // A change that is being told on the thread of samples finds it so, and a step that rests wakes.
            _isDisposed = true;
            _needsAttention = false;
            _cooled.Set();
            _calm.Set();
        }

        _sampler?.Unsubscribe(_pulse);
    }

    /// <summary>The run has ended, and with it its governor.</summary>
    internal static void Forget(IObservedRun run)
    {
        if (s_ofRuns.TryGetValue(run, out var governor))
        {
            governor.Dispose();
        }
    }

    /// <summary>The governor of a run; one, however many threads ask at once.</summary>
    private static ThermalGovernor Of(IObservedRun run)
    {
        lock (s_ofRunsGate)
        {
            return s_ofRuns.GetValue(run, static run => new ThermalGovernor(new ThermalOptions { Policy = run.Thermal }, run));
        }
    }

    /// <summary>Whether a step is followed by a rest as long as itself: what a deterministic run does in place of all else.</summary>
    private bool IsSlowedDown => _options.Deterministic && May(ThermalPolicy.ShrinkParallelism | ThermalPolicy.HalveMicroBatches);

    private void Rest(CancellationToken cancellation)
    {
        if (Level == ThermalLevel.Critical && May(ThermalPolicy.PauseToCool) && !_hasGivenUp)
        {
            Pause(cancellation);
        }
        else if (IsSlowedDown)
        {
            var took = _stepEnd == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_stepEnd);
            _calm.Wait(took < _options.LongestRest ? took : _options.LongestRest, cancellation);
            _stepEnd = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Rests until it has cooled. Of several threads that take steps, one writes the checkpoint and speaks; the others rest with it.</summary>
    private void Pause(CancellationToken cancellation)
    {
        if (_isWritingCheckpoint)
        {
            return; // What writes it may take steps itself, on threads of its own even.
        }

        if (Interlocked.Exchange(ref _isPausing, 1) != 0)
        {
            _resumed.Wait(cancellation);
            return;
        }

        _resumed.Reset();
        try
        {
            PauseAlone(cancellation);
        }
        finally
        {
            Volatile.Write(ref _isPausing, 0);
            _resumed.Set();
        }
    }

    private void WriteCheckpoint()
    {
        _isWritingCheckpoint = true;
        try
        {
            Checkpoint?.Invoke();
        }
        finally
        {
            _isWritingCheckpoint = false;
        }
    }

    private void PauseAlone(CancellationToken cancellation)
    {
        WriteCheckpoint();
        var begin = Stopwatch.GetTimestamp();
        Tell("pause");
        if (!_cooled.Wait(_options.LongestPause, cancellation))
        {
            GiveUp(); // A sensor that is stuck must not hold training for ever: it goes on until the level changes.
            Tell("gave up waiting for the machine to cool");
            return;
        }

        Tell(string.Create(CultureInfo.InvariantCulture, $"went on after {Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s"));
    }

    private void GiveUp()
    {
        lock (_gate)
        {
            _hasGivenUp = !_cooled.IsSet; // It may just have cooled.
            _needsAttention &= _cooled.IsSet || IsSlowedDown;
        }
    }

    private static void Set(ManualResetEventSlim signal, bool isSet)
    {
        if (isSet)
        {
            signal.Set();
        }
        else
        {
            signal.Reset();
        }
    }

    private void Tell(string action) => _events?.Acted(action);

    /// <summary>Keeps the sensors read every second, also when the run is so old that it is told of them every ten.</summary>
    private sealed class Pulse : ISampleReader
    {
        public TimeSpan IntervalAt(TimeSpan age) => TimeSpan.FromSeconds(1);

        public void Read(in Moment now, SiliconSampler sampler)
        {
        }
    }
}
