using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>Adds a <c>using</c> to a file.</summary>
internal static class Usings
{
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
            && directive.Name?.ToString() is { } name
            && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) || string.CompareOrdinal(name, @namespace) < 0)).Count();
        if (before > 0)
        {
            return root.WithUsings(root.Usings.Insert(before, added));
        }

        // What stands at the head of the file stays there.
        var first = root.Usings[0];
        added = added.WithLeadingTrivia(first.GetLeadingTrivia());
        return root.WithUsings(root.Usings.Replace(first, first.WithoutLeadingTrivia()).Insert(0, added));
    }

    /// <summary>How lines of a file end.</summary>
    public static SyntaxTrivia EndOfLineOf(SyntaxNode root) =>
        root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end : LineFeed;
}
