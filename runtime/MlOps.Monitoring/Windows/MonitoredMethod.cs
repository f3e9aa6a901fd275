using System.ComponentModel;

namespace MlOps.Monitoring;

/// <summary>A <c>[Monitored]</c> method and its monitor, which is made at the first call. Generated code holds it.</summary>
/// <param name="name">The method: <c>Namespace.Type.Method</c>.</param>
/// <param name="columns">The columns of a call.</param>
/// <param name="read">Reads their values.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MonitoredMethod<TCall>(string name, IReadOnlyList<RowColumn> columns, RowReader<TCall> read)
{
    private readonly Lock _starting = new();
    private Monitor<TCall>? _monitor;
    private volatile bool _isBroken;

    /// <summary>The file of the reference profile.</summary>
    public string? Reference { get; init; }

    /// <summary>The rows of a window.</summary>
    public int Rows { get; init; } = 1000;

    /// <summary>The longest that a window lasts, in minutes.</summary>
    public double Minutes { get; init; } = 60;

    /// <summary>A call returned. Never throws.</summary>
    public void Observe(in TCall call) => (_monitor ?? Start())?.Observe(in call);

    private Monitor<TCall>? Start()
    {
        if (_isBroken)
        {
            return null;
        }

        lock (_starting)
        {
            try
            {
                if (_monitor is null && Monitors.All.Any(other => other.Name == name))
                {
                    Console.Error.WriteLine($"mlops: two monitored methods are called '{name}', and their metrics go together. Give one of them a name: [Monitored(Name = \"…\")].");
                }

                return _monitor ??= new Monitor<TCall>(Monitors.Configured(Options()), new RowSchema<TCall>(columns, read));
            }
            catch (Exception fault)
            {
                // Predictions go on, whatever the options are.
                _isBroken = true;
                var problem = $"'{name}' is not monitored: {fault.Message}";
                Monitors.AddUnwatched(name, problem);
                Console.Error.WriteLine($"mlops: {problem}");
                return null;
            }
        }
    }

    private MonitorOptions Options() => new(name)
    {
        ReferencePath = Reference is null ? null : Path.Combine(AppContext.BaseDirectory, Reference),
        Rows = Rows,
        Duration = Minutes < TimeSpan.MaxValue.TotalMinutes ? TimeSpan.FromMinutes(Minutes) : TimeSpan.MaxValue,
    };
}
