using System.Diagnostics.CodeAnalysis;

namespace MlOps.Silicon.Sampling;

/// <summary>The metrics that this machine has, in the order in which a sample holds their values.</summary>
internal sealed class MetricTable
{
    private readonly List<Metric> _metrics = [];
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private int _gpus;

    public IReadOnlyList<Metric> Metrics => _metrics;

    /// <summary>Adds a metric.</summary>
    /// <param name="name">Its name below <c>system/</c>: MLflow's where it has one, such as <c>cpu_utilization_percentage</c>.</param>
    /// <param name="kind">What its number means over time.</param>
    /// <param name="instrument">Under what name and unit meters publish it; <see langword="null"/> if they do not.</param>
    /// <returns>The index of its value in a sample; negative if a source before this one has it already, which then wins.</returns>
    public int Add(string name, MetricKind kind = MetricKind.Gauge, Instrument? instrument = null)
    {
        if (!_slots.TryAdd(name, _metrics.Count))
        {
            return -1;
        }

        _metrics.Add(new Metric("system/" + name, kind, instrument));
        return _metrics.Count - 1;
    }

    /// <summary>Adds a metric of one more thing of a kind; if there is one of its name, it is told apart by a number: <c>nvme</c>, then <c>nvme_2</c>.</summary>
    /// <param name="pattern">The name, with <c>{0}</c> for the thing.</param>
    /// <param name="kind">What the system calls the thing.</param>
    /// <param name="instrumentOf">How meters publish it, by the name of the thing.</param>
    /// <returns>The index of its value in a sample.</returns>
    public int AddOneMore(string pattern, string kind, Func<string, Instrument> instrumentOf)
    {
        var name = MetricName.Free(kind, name => _slots.ContainsKey(pattern.Replace("{0}", name, StringComparison.Ordinal)));
        return Add(pattern.Replace("{0}", name, StringComparison.Ordinal), instrument: instrumentOf(name));
    }

    /// <summary>A number for one more GPU: they are counted over all vendors, as MLflow does in <c>gpu_0_…</c>.</summary>
    public int NextGpu() => _gpus++;

    /// <summary>The index of a metric that some source added.</summary>
    public bool TryFind(string name, [MaybeNullWhen(false)] out int slot) => _slots.TryGetValue(name, out slot);
}

/// <summary>A metric of the machine.</summary>
/// <param name="Name">As runs log it, with <c>system/</c>.</param>
/// <param name="Kind">What its number means over time.</param>
/// <param name="Instrument">As meters publish it.</param>
internal sealed record Metric(string Name, MetricKind Kind, Instrument? Instrument);

/// <summary>How OpenTelemetry names a metric, and its unit there.</summary>
/// <param name="Name">By the semantic conventions, such as <c>system.cpu.utilization</c>.</param>
/// <param name="Unit">In UCUM, such as <c>1</c>, <c>By</c>, <c>Cel</c>, <c>W</c>.</param>
/// <param name="Scale">What our value is multiplied with, such as 0.01 for percent.</param>
/// <param name="Attributes">What tells instruments of one name apart, such as <c>hw.id</c>.</param>
internal sealed record Instrument(string Name, string Unit, double Scale = 1, params KeyValuePair<string, object?>[] Attributes);
