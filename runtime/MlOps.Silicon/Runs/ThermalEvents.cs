using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace MlOps.Silicon.Runs;

/// <summary>What heat did to a run, and what was done about it: a line of JSON each, in an artifact.</summary>
internal sealed class ThermalEvents
{
    public const string Artifact = "system/thermal-events.jsonl";

    // A machine at its limit may go up and down all day; what came last is of less interest than that it does.
    private const int MaxEvents = 1000;

    private static readonly ConditionalWeakTable<IObservedRun, ThermalEvents> s_ofRuns = [];

    private readonly IObservedRun _run;
    private readonly StringBuilder _lines = new();
    private readonly Lock _gate = new();
    private int _count;
    private ThermalLevel _worst;

    private ThermalEvents(IObservedRun run) => _run = run;

    public static ThermalEvents Of(IObservedRun run) => s_ofRuns.GetValue(run, static run => new ThermalEvents(run));

    /// <summary>A level began to hold.</summary>
    public void Changed(ThermalLevel from, ThermalLevel to)
    {
        Add($"{{\"time\":\"{Now()}\",\"from\":\"{Word(from)}\",\"to\":\"{Word(to)}\"}}");
        Worsen(to);
    }

    /// <summary>The machine was hot already when the run began.</summary>
    public void Began(ThermalLevel level)
    {
        Add($"{{\"time\":\"{Now()}\",\"to\":\"{Word(level)}\"}}");
        Worsen(level);
    }

    /// <summary>Something was done, in words of ours.</summary>
    public void Acted(string action) => Add($"{{\"time\":\"{Now()}\",\"action\":\"{action}\"}}");

    private static string Word(ThermalLevel level) => level.ToString().ToLowerInvariant();

    private static string Now() => DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private void Worsen(ThermalLevel level)
    {
        lock (_gate)
        {
            if (level > _worst)
            {
                _worst = level;
                _run.SetTag("mlops.thermal.worst", Word(level));
            }
        }
    }

    private void Add(string line)
    {
        lock (_gate)
        {
            if (++_count <= MaxEvents)
            {
                _run.LogText(Artifact, _lines.Append(line).Append('\n').ToString());
            }
        }
    }
}
