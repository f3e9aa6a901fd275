using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Shared;

/// <summary>The names by which generated code and generated files speak of a type.</summary>
internal static class TypePath
{
    /// <summary>The type and those around it, outermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol type) =>
        type.ContainingType is null ? [type] : Around(type.ContainingType).Append(type);

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Of(INamedTypeSymbol type) => Around(type).Select(static part => part.Name);

    /// <summary>The namespace, or <see langword="null"/> for the global one.</summary>
    public static string? Namespace(INamedTypeSymbol type) =>
        type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString();

    /// <summary>
    /// The type in the name of a generated file: <c>Demo.Outer+Inner</c>. The compiler does not tell file names apart by case, so
    /// a type beside one of the same name in another case gets a mark of its capital letters.
    /// </summary>
    public static string FileName(INamedTypeSymbol type) =>
        Qualified(Namespace(type), string.Join("+", Around(type).Select(static part => part.MetadataName))) + CaseMark(type);

    public static string Qualified(string? @namespace, string name) => @namespace is null ? name : $"{@namespace}.{name}";

    private static string CaseMark(INamedTypeSymbol type)
    {
        if (!type.ContainingAssembly.TypeNames.Any(other => DiffersInCaseOnly(other, type.Name)))
        {
            return ""; // Which is nearly always so, and quickly known.
        }

        var beside = type.ContainingType is { } outer ? outer.GetTypeMembers() : type.ContainingNamespace.GetTypeMembers();
        return beside.Any(other => DiffersInCaseOnly(other.Name, type.Name))
            ? $"({string.Concat(type.Name.Select(static letter => char.IsUpper(letter) ? '1' : '0'))})"
            : "";
    }

    private static bool DiffersInCaseOnly(string a, string b) =>
        a.Length == b.Length && a != b && string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
