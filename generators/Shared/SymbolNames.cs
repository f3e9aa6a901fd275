using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Shared;

/// <summary>Recognises types and attributes by their names.</summary>
internal static class SymbolNames
{
    /// <summary>Whether a type is declared in a namespace, <c>MlOps</c> or <c>System.Threading.Tasks</c>. Compares name by name: this is asked very often.</summary>
    public static bool IsIn(this ITypeSymbol type, string @namespace)
    {
        var end = @namespace.Length;
        var current = type.ContainingNamespace;
        while (end > 0 && current is { IsGlobalNamespace: false })
        {
            var start = @namespace.LastIndexOf('.', end - 1) + 1;
            if (current.Name.Length != end - start || string.CompareOrdinal(current.Name, 0, @namespace, start, end - start) != 0)
            {
                return false;
            }

            end = start - 1;
            current = current.ContainingNamespace;
        }

        return end < 0 && current is { IsGlobalNamespace: true };
    }

    /// <summary>The attribute of ours that stands on a symbol, by its name without <c>Attribute</c>.</summary>
    public static AttributeData? Ours(this IEnumerable<AttributeData> attributes, string name) => attributes.FirstOrDefault(attribute =>
        attribute.AttributeClass is { } type && type.Name == name + "Attribute" && type.IsIn("MlOps"));
}
