using Microsoft.CodeAnalysis;
using MlOps.Tests.Support;

namespace MlOps.Tests.Docs;

/// <summary>The pages of the rules that analyzers report: their examples are compiled, and give what the page shows.</summary>
public sealed class RulePagesTests
{
    public static TheoryData<string> Codes { get; } = [.. AllAnalyzers.Descriptors.Where(static rule => !AllAnalyzers.AreReportedByGenerators.Contains(rule.Id)).Select(static rule => rule.Id).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void ThePageHasItsParts(string code)
    {
        var text = File.ReadAllLines(PageOf(code));
        var rule = AllAnalyzers.Descriptors.First(rule => rule.Id == code);
        Assert.Equal($"# {code}: {rule.Title}", text[0]);
        Assert.EndsWith($"/docs/rules/{code}.md", rule.HelpLinkUri);
        Assert.Equal(["## Cause", "## Example", "## Fixed", "## Suppress", "## Evidence"], text.Where(static line => line.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task TheExampleGivesTheMessageThatThePageShowsAndTheFixedOneNone(string code)
    {
        var blocks = Markdown.Blocks(PageOf(code), "csharp");
        Assert.True(blocks.Count >= 2, "The page has an example, and the same fixed.");
        var message = Assert.Single(await AllAnalyzers.Run(blocks[0]));
        Assert.Equal(code, message.Id);
        Assert.Contains($"`{message.Severity.ToString().ToLowerInvariant()} {code}: {message.GetMessage()}`", await File.ReadAllTextAsync(PageOf(code), TestContext.Current.CancellationToken));
        Assert.Empty(await AllAnalyzers.Run(blocks[1]));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task APragmaAndAnAttributeAndAConfigurationSilenceTheRule(string code)
    {
        var example = Markdown.Blocks(PageOf(code), "csharp")[0];
        Assert.Empty(await AllAnalyzers.Run($"#pragma warning disable {code}\n{example}"));
        Assert.Empty(await AllAnalyzers.Run(WithAttribute(example, $"[assembly: System.Diagnostics.CodeAnalysis.SuppressMessage(\"\", \"{code}\")]")));
        Assert.Empty(await AllAnalyzers.Run(example, silenced: code));
    }

    private static string WithAttribute(string example, string attribute)
    {
        var lastUsing = example.Split('\n').Index().LastOrDefault(static line => line.Item.StartsWith("using ", StringComparison.Ordinal)).Index;
        var lines = example.Split('\n').ToList();
        lines.Insert(lines[lastUsing].StartsWith("using ", StringComparison.Ordinal) ? lastUsing + 1 : 0, attribute);
        return string.Join('\n', lines);
    }

    private static string PageOf(string code) => Repository.PathOf("docs", "rules", $"{code}.md");
}
