using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Shared;

/// <summary>Types that generated code speaks to, and how to recognise them.</summary>
internal static class KnownNames
{
    public const string Tracked = "MlOps.TrackedAttribute";
    public const string Metrics = "MlOps.MetricsAttribute";
    public const string Versioned = "MlOps.VersionedAttribute";

    public static bool IsIn(this ITypeSymbol type, string @namespace) => type.ContainingNamespace?.ToDisplayString() == @namespace;

    /// <summary>The text that an attribute is given first.</summary>
    public static string? FirstText(this AttributeData attribute) =>
        attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string text } ? text : null;

    /// <summary>The attribute of ours that stands on a symbol, by its name without <c>Attribute</c>.</summary>
    public static AttributeData? Ours(this IEnumerable<AttributeData> attributes, string name) => attributes.FirstOrDefault(attribute =>
        attribute.AttributeClass is { } type && type.Name == name + "Attribute" && type.IsIn("MlOps"));
}
