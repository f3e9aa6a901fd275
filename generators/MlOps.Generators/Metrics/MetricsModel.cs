using MlOps.Generators.Shared;

namespace MlOps.Generators.Metrics;

/// <summary>A <c>[Metrics]</c> type and the numbers it holds: text only, compared by value.</summary>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Namespace">The namespace of the generated class, or <see langword="null"/> for the global one.</param>
/// <param name="ClassName">The name of the generated class.</param>
/// <param name="DisplayName">The type as people write it.</param>
/// <param name="Type">The type as code anywhere names it.</param>
/// <param name="Values">Its numbers, in the order of the type.</param>
internal sealed record MetricsModel(string HintName, string? Namespace, string ClassName, string DisplayName, string Type, EquatableArray<MetricModel> Values);

/// <summary>One number: the metric it becomes and the expression that reads it.</summary>
internal sealed record MetricModel(string Name, string Expression);
