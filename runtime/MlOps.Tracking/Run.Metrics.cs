using System.Runtime.CompilerServices;
using MlOps.Recording;

namespace MlOps;

// What training says step by step. Nothing here allocates, takes a lock or waits, except for a ring that is full.
public sealed partial class Run
{
    /// <summary>Records one value of a metric at one step.</summary>
    /// <param name="name">The metric, such as <c>loss</c>: letters, digits, <c>_ - . /</c> and spaces, at most 250.</param>
    /// <param name="value">The value; NaN and infinities are kept.</param>
    /// <param name="step">The step, such as the epoch.</param>
    /// <remarks>Writes 40 bytes into a ring buffer: no allocation, no lock. Waits only while that buffer is full.</remarks>
    [OverloadResolutionPriority(1)] // Log("loss", 1) means this one, not the text "loss" at step 1.
    public void Log(string name, double value, long step = 0)
    {
        if (_recorder is null)
        {
            Faults.NoRun(nameof(Log));
            return;
        }

        _recorder.PostMetric(this, name, value, step);
        if (_ended != 0)
        {
            _recorder.Wake();
        }
    }

    /// <summary>Records all values of a <c>[Metrics]</c> type at one step, with one time stamp.</summary>
    /// <typeparam name="T">A type with <c>[Metrics]</c>; the build writes the code that reads it.</typeparam>
    /// <param name="values">The values; their properties are read before this returns.</param>
    /// <param name="step">The step, such as the epoch.</param>
    /// <remarks>No allocation, no boxing, no lock and no look-up by name. Waits only while the ring buffer is full.</remarks>
    public void Log<T>(in T values, long step = 0)
    {
        if (_recorder is null)
        {
            Faults.NoRun(nameof(Log));
            return;
        }

        // A struct is never null, and comparing it with null boxes it until the code is optimized.
        if (MetricsOf<T>.Writer is not { } write || (!typeof(T).IsValueType && values is null))
        {
            ReportUnreadable<T>();
            return;
        }

        var row = new MetricsRow(_recorder, this, step);
        try
        {
            write(in values, ref row);
        }
        catch (Exception fault)
        {
            ReportFault(typeof(T).Name, fault); // A getter of the user's type; what was read before it is kept.
        }

        row.Post();
        if (_ended != 0)
        {
            _recorder.Wake();
        }
    }

    private void ReportUnreadable<T>()
    {
        var type = typeof(T).FullName;
        _recorder!.Faults.Report(
            MetricsOf<T>.Writer is null
                ? $"run.Log was given a '{type}', which is no [Metrics] type, and recorded nothing. Put [Metrics] on the type, in a project that is built with MlOps.Generators."
                : $"run.Log was given null in place of a '{type}' and recorded nothing.");
    }
}
