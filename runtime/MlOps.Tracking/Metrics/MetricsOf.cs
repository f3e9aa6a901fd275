using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace MlOps;

/// <summary>Reads the values of a <c>[Metrics]</c> type into a row. Generated code has one for each such type.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="values">What is read.</param>
/// <param name="row">Where the values go.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void MetricsWriter<T>(in T values, ref MetricsRow row);

/// <summary>Knows how a <c>[Metrics]</c> type is read: a static field instead of a look-up. Not meant for user code.</summary>
/// <typeparam name="T">The type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "Static members of a generic type are the point: one field for each type, found without a look-up.")]
public static class MetricsOf<T>
{
    internal static MetricsWriter<T>? Writer { get; private set; }

    /// <summary>Says how the type is read. Called by generated code before anything is logged.</summary>
    /// <param name="write">Reads the values of one row.</param>
    public static void Register(MetricsWriter<T> write) => Writer = write;
}
