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

    /// <summary>The namespace as code writes it, or <see langword="null"/> for the global one.</summary>
    public static string? Namespace(INamedTypeSymbol type) =>
        type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString();

    /// <summary>Something within a namespace, as people and files name it: keywords are names like others.</summary>
    public static string Qualified(INamespaceSymbol @namespace, string name) =>
        @namespace.IsGlobalNamespace ? name : $"{@namespace.ToDisplayString(s_names)}.{name}";

    /// <summary>
    /// The type in the name of a generated file: <c>Demo.Outer+Inner</c>. The compiler does not tell file names apart by case, so
    /// where a name on the way stands beside the same one in another case, it gets a mark of its capital letters.
    /// </summary>
    public static string FileName(INamedTypeSymbol type) =>
        Qualified(type.ContainingNamespace, string.Join("+", Around(type).Select(static part => part.MetadataName))) + CaseMark(type);

    private static readonly SymbolDisplayFormat s_names =
        new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    private static string CaseMark(INamedTypeSymbol type)
    {
        var assembly = type.ContainingAssembly;
        var ambiguous = Namespaces(type.ContainingNamespace)
            .Where(part => IsBesideOther(assembly.NamespaceNames, part, static part => part.ContainingNamespace.GetNamespaceMembers()))
            .Concat<ISymbol>(Around(type).Where(part => IsBesideOther(assembly.TypeNames, part, static part => part.ContainingType is { } outer ? outer.GetTypeMembers() : part.ContainingNamespace.GetTypeMembers())))
            .Select(static part => string.Concat(part.Name.Select(static letter => char.IsUpper(letter) ? '1' : '0')))
            .ToArray();
        return ambiguous.Length == 0 ? "" : $"({string.Join(".", ambiguous)})";
    }

    private static IEnumerable<INamespaceSymbol> Namespaces(INamespaceSymbol @namespace) =>
        @namespace.IsGlobalNamespace ? [] : Namespaces(@namespace.ContainingNamespace).Append(@namespace);

    /// <summary>Whether a name differs from one beside it in case only. That it differs so from none at all is quickly known.</summary>
    private static bool IsBesideOther<TSymbol>(IEnumerable<string> names, TSymbol part, Func<TSymbol, IEnumerable<ISymbol>> siblings)
        where TSymbol : ISymbol =>
        names.Any(other => DiffersInCaseOnly(other, part.Name)) && siblings(part).Any(other => DiffersInCaseOnly(other.Name, part.Name));

    private static bool DiffersInCaseOnly(string a, string b) =>
        a.Length == b.Length && a != b && string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
