using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace MlOps.Generators.Shared;

/// <summary>Turns names of one convention into names of another.</summary>
internal static class Names
{
    /// <summary><c>LearningRate</c> to <c>learning_rate</c>, <c>F1Score</c> to <c>f1_score</c>, <c>ROCAuc</c> to <c>roc_auc</c>.</summary>
    public static string ToSnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary><c>PetalLength</c> to <c>petalLength</c>: the name of a local.</summary>
    public static string ToCamelCase(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>One name of several, joined by <c>_</c>; underscores within them are doubled, so that <c>A_B.C</c> and <c>A.B_C</c> stay apart.</summary>
    public static string Join(IEnumerable<string> names) => string.Join("_", names.Select(static name => name.Replace("_", "__")));

    /// <summary>The name as code must write it: <c>class</c> becomes <c>@class</c>.</summary>
    public static string ToIdentifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && name != "await" ? name : "@" + name;
}
