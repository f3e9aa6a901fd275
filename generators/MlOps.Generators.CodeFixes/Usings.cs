using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>The <c>using</c>s that new code needs.</summary>
internal static class Usings
{
    private const string Kind = "MlOps.Using";

    /// <summary>The node with the wish for a namespace, unless a type of it is known by its name at that place.</summary>
    public static TNode Needing<TNode>(this TNode node, string @namespace, string type, SemanticModel model, int position)
        where TNode : SyntaxNode =>
        model.LookupNamespacesAndTypes(position, name: type).IsEmpty ? node.WithAdditionalAnnotations(new SyntaxAnnotation(Kind, @namespace)) : node;

    /// <summary>The file with the namespaces that its nodes wish for.</summary>
    public static SyntaxNode Add(SyntaxNode root)
    {
        var wishes = root.GetAnnotatedNodes(Kind).SelectMany(static node => node.GetAnnotations(Kind)).Select(static wish => wish.Data!).Distinct().ToArray();
        return wishes.Aggregate(root, static (file, wish) => file is CompilationUnitSyntax unit ? Add(unit, wish) : file);
    }

    /// <summary>The file with the namespace, among its usings by the alphabet, those of the system first.</summary>
    public static CompilationUnitSyntax Add(CompilationUnitSyntax root, string @namespace)
    {
        if (root.Usings.Any(directive => directive.Alias is null && directive.Name?.ToString() == @namespace))
        {
            return root;
        }

        var end = EndOfLineOf(root);
        var added = UsingDirective(ParseName(@namespace)).NormalizeWhitespace().WithTrailingTrivia(end);
        if (root.Usings.Count == 0)
        {
            return root.AddUsings(root.Members.Count > 0 ? added.WithTrailingTrivia(end, end) : added);
        }

        var before = root.Usings.TakeWhile(directive =>
            directive.StaticKeyword.RawKind == 0 && directive.Alias is null
            && directive.Name?.ToString() is { } name && IsBefore(name, @namespace)).Count();
        if (before > 0)
        {
            return root.WithUsings(root.Usings.Insert(before, added));
        }

        // What stands at the head of the file stays there.
        var first = root.Usings[0];
        added = added.WithLeadingTrivia(first.GetLeadingTrivia());
        return root.WithUsings(root.Usings.Replace(first, first.WithoutLeadingTrivia()).Insert(0, added));
    }

    private static bool IsBefore(string left, string right) =>
        IsOfSystem(left) == IsOfSystem(right) ? string.CompareOrdinal(left, right) < 0 : IsOfSystem(left);

    private static bool IsOfSystem(string @namespace) => @namespace == "System" || @namespace.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>How lines of a file end.</summary>
    public static SyntaxTrivia EndOfLineOf(SyntaxNode root) =>
        root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end : LineFeed;
}
