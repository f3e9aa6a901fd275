using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlOps.Recording;

namespace MlOps;

/// <summary>One value of a row.</summary>
internal struct MetricValue
{
    public string Name;
    public double Value;
}

/// <summary>
/// The values that one <c>run.Log(in values, step)</c> records. They are gathered on the stack first and handed to the ring
/// together: while the user's getters run, no slot of the ring is taken that others would have to wait for.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct MetricsRow
{
    private readonly Recorder _recorder;
    private readonly Run _run;
    private readonly long _step;
    private readonly long _ticks;
    private int _count;
    private Values _values;

    internal MetricsRow(Recorder recorder, Run run, long step)
    {
        _recorder = recorder;
        _run = run;
        _step = step;
        _ticks = Environment.TickCount64;
    }

    /// <summary>Adds a value.</summary>
    /// <param name="name">The metric.</param>
    /// <param name="value">The value; NaN and infinities are kept.</param>
    public void Add(string name, double value)
    {
        if (_count == Values.Length)
        {
            Post();
        }

        ref var next = ref _values[_count++];
        next.Name = name;
        next.Value = value;
    }

    /// <summary>Adds a value, unless there is none.</summary>
    /// <param name="name">The metric.</param>
    /// <param name="value">The value, or <see langword="null"/>.</param>
    public void Add(string name, double? value)
    {
        if (value is { } number)
        {
            Add(name, number);
        }
    }

    /// <summary>Hands on what was added.</summary>
    internal void Post()
    {
        _recorder.PostMetrics(_run, MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Values, MetricValue>(ref _values), _count), _step, _ticks);
        _count = 0;
    }

    // A longer row is handed on in parts.
    [InlineArray(Length)]
    private struct Values
    {
        public const int Length = 16;

        private MetricValue _first;
    }
}
