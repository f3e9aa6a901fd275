using System.Text.RegularExpressions;

namespace MlOps.Tests;

/// <summary>Reads the fenced blocks of a page, so that what a reader copies is what a test compiles or runs.</summary>
internal static partial class Markdown
{
    public static IReadOnlyList<string> Blocks(string file, string language) =>
        [.. Fence().Matches(File.ReadAllText(file)).Where(block => block.Groups[1].Value == language).Select(static block => block.Groups[2].Value)];

    /// <summary>The links to files, without their fragments; addresses elsewhere are left out.</summary>
    public static IReadOnlyList<string> Links(string file) =>
        [.. Link().Matches(File.ReadAllText(file)).Select(static link => link.Groups[1].Value).Where(static link => link.Length > 0 && !link.Contains(':', StringComparison.Ordinal))];

    [GeneratedRegex(@"\]\(([^)#]*)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
