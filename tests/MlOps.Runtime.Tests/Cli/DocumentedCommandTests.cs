using System.Text.RegularExpressions;
using MlOps.Cli;

namespace MlOps.Tests.Cli;

/// <summary>Every command that a page shows is one that <c>mlops</c> understands, with the options that it has.</summary>
public sealed partial class DocumentedCommandTests
{
    public static TheoryData<string, string> Lines =>
    [
        .. from page in Pages()
           from block in Markdown.Blocks(page, "sh").Concat(Markdown.Blocks(page, "console")).Concat(Markdown.Blocks(page, "yaml"))
           from line in block.Split('\n')
           let command = Command().Match(line)
           where command.Success
           select (Path.GetRelativePath(Repository.Root, page), command.Value),
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void IsUnderstood(string page, string command)
    {
        string[] words = [.. Word().Matches(command).Skip(1).Select(static word => word.Value.Trim('\'', '"'))];
        var errors = MlopsRoot.Parse(words).Errors.Select(static error => error.Message);
        Assert.True(!errors.Any(), $"{page}: '{command}': {string.Join(' ', errors)}");
    }

    private static IEnumerable<string> Pages() =>
    [
        Repository.PathOf("README.md"),
        .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.EnumerateFiles(Repository.PathOf("samples"), "README.md", SearchOption.AllDirectories),
    ];

    // Up to a remark, or to what a shell does with the answer.
    [GeneratedRegex(@"(?<=^\s*(- run: |\$ |dotnet )?)mlops( ('[^']*'|""[^""]*""|[^\s|#>&;]+(?<![|>&;#])))*")]
    private static partial Regex Command();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\S+")]
    private static partial Regex Word();
}
