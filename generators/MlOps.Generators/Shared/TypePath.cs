using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Shared;

/// <summary>The names by which generated code and generated files speak of a type.</summary>
internal static class TypePath
{
    /// <summary>The type and those around it, outermost first.</summary>
    public static IReadOnlyList<string> Of(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? [.. Of(outer), type.Name] : [type.Name];

    /// <summary>The namespace, or <see langword="null"/> for the global one.</summary>
    public static string? Namespace(INamedTypeSymbol type) =>
        type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString();

    /// <summary>
    /// The type in the name of a generated file: <c>Demo.Outer+Inner</c>. The compiler does not tell file names apart by case, so
    /// a type beside one of the same name in another case gets a mark of its capital letters.
    /// </summary>
    public static string FileName(INamedTypeSymbol type)
    {
        var beside = type.ContainingType is { } outer ? outer.GetTypeMembers() : type.ContainingNamespace.GetTypeMembers();
        var isAlone = beside.All(other => other.Name == type.Name || !string.Equals(other.Name, type.Name, StringComparison.OrdinalIgnoreCase));
        var mark = isAlone ? "" : $"({string.Concat(type.Name.Select(static letter => char.IsUpper(letter) ? '1' : '0'))})";
        var path = string.Join("+", Of(type)) + mark;
        return Namespace(type) is { } @namespace ? $"{@namespace}.{path}" : path;
    }
}
