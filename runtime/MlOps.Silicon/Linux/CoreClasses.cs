namespace MlOps.Silicon.Linux;

/// <summary>Which class each processor belongs to, on machines whose cores differ.</summary>
/// <param name="names">The classes, fastest first.</param>
/// <param name="classOf">The index of the class, by number of the processor; negative for one that does not exist.</param>
internal sealed class CoreClasses(IReadOnlyList<string> names, IReadOnlyList<int> classOf)
{
    public static readonly CoreClasses None = new([], []);

    public int Count => names.Count;

    public int ProcessorCount => classOf.Count;

    public int Of(ulong processor) => processor < (ulong)classOf.Count ? classOf[(int)processor] : -1;

    /// <summary>The name of a class as it stands in names of metrics: <c>performance</c>.</summary>
    public string NameInMetrics(int index) => Sampling.MetricName.Of(names[index]);
}
