using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MlOps.Analyzers.Shared;

/// <summary>
/// Words that a rule looks for, which users extend in <c>.editorconfig</c>: <c>mlops_secret_names = pin, -token</c> adds one and
/// takes another away.
/// </summary>
internal sealed class WordList(string option, params string[] words)
{
    private static readonly char[] s_separators = [',', ';', '|', ' '];

    /// <summary>The words that count where nobody says otherwise.</summary>
    public ImmutableHashSet<string> BuiltIn { get; } = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, words);

    /// <summary>The words that count in a file.</summary>
    public ImmutableHashSet<string> In(AnalyzerOptions options, SyntaxTree tree)
    {
        if (!options.AnalyzerConfigOptionsProvider.GetOptions(tree).TryGetValue(option, out var changes))
        {
            return BuiltIn;
        }

        var result = BuiltIn;
        foreach (var change in changes.Split(s_separators, StringSplitOptions.RemoveEmptyEntries))
        {
            result = change[0] == '-' ? result.Remove(change.Substring(1)) : result.Add(change);
        }

        return result;
    }
}
