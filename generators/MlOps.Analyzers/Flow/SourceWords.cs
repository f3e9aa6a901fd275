using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Analyzers.Flow;

/// <summary>Looks for words in the text of files, which is far quicker than to look at all nodes of their syntax: most have none.</summary>
internal static class SourceWords
{
    /// <summary>Whether a word stands in a file, as code or otherwise.</summary>
    public static bool Has(this SyntaxTree tree, string word, CancellationToken cancellationToken) =>
        tree.GetText(cancellationToken).ToString().IndexOf(word, StringComparison.Ordinal) >= 0;

    /// <summary>Whether code of a file uses something of this name.</summary>
    public static bool Uses(this SyntaxTree tree, string name, CancellationToken cancellationToken)
    {
        var text = tree.GetText(cancellationToken).ToString();
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            if (tree.GetRoot(cancellationToken).FindToken(at) is { Parent: SimpleNameSyntax } token && token.ValueText == name)
            {
                return true;
            }
        }

        return false;
    }
}
