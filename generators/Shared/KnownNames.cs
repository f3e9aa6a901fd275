using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Shared;

/// <summary>Types that generated code speaks to, and how to recognise them.</summary>
internal static class KnownNames
{
    public const string Tracked = "MlOps.TrackedAttribute";
    public const string Metrics = "MlOps.MetricsAttribute";
    public const string Monitored = "MlOps.MonitoredAttribute";
    public const string Versioned = "MlOps.VersionedAttribute";

    /// <summary>Of the package that reads rows of Parquet, which a project need not have.</summary>
    public const string ParquetRows = "MlOps.ParquetRows`1";

    /// <summary>The text that an attribute is given first.</summary>
    public static string? FirstText(this AttributeData attribute) =>
        attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string text } ? text : null;
}
