using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using MlOps.Generators.Tracking;
using MlOps.Tests.Support;

namespace MlOps.Tests.Docs;

/// <summary>Every code has a page, a line in the index and, for the compiler's, a release note; and none of these lacks a code.</summary>
public sealed partial class RulePagesTests
{
    private static readonly string s_index = File.ReadAllText(Repository.PathOf("docs", "rules", "README.md"));

    public static TheoryData<string> Codes { get; } = [.. CodesInSources().Order(StringComparer.Ordinal)];

    public static TheoryData<string> CodesOfGenerators { get; } = [.. Descriptors().Select(static rule => rule.Id).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void EveryCodeHasAPageAndALineInTheIndex(string code)
    {
        var page = Repository.PathOf("docs", "rules", $"{code}.md");
        Assert.True(File.Exists(page), $"docs/rules/{code}.md is missing.");
        var text = File.ReadAllLines(page);
        Assert.StartsWith($"# {code}: ", text[0]);
        Assert.Contains($"| [{code}]({code}.md) | {text[0][$"# {code}: ".Length..]} | ", s_index);
        Assert.Equal(["## Cause", "## Example", "## Fixed", "## Suppress", "## Evidence"], text.Where(static line => line.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryPageAndEveryLineOfTheIndexIsAboutACodeInTheSources()
    {
        var pages = Directory.EnumerateFiles(Repository.PathOf("docs", "rules"), "MLOPS*.md").Select(static page => Path.GetFileNameWithoutExtension(page)!);
        var lines = IndexLine().Matches(s_index).Select(static line => line.Groups[1].Value);
        var codes = CodesInSources().Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(codes, pages.Order(StringComparer.Ordinal));
        Assert.Equal(codes, lines.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(CodesOfGenerators))]
    public void TheExampleGivesTheMessageThatThePageShowsAndTheFixedOneNone(string code)
    {
        var page = Repository.PathOf("docs", "rules", $"{code}.md");
        var blocks = Markdown.Blocks(page, "csharp");
        Assert.Equal(2, blocks.Count);

        var cancellation = TestContext.Current.CancellationToken;
        var message = Assert.Single(GeneratorHost.Driver(runAnalyzers: false).RunGenerators(GeneratorHost.Compile(blocks[0]), cancellation).GetRunResult().Diagnostics);
        Assert.Equal(code, message.Id);
        Assert.Contains($"`{message.Severity.ToString().ToLowerInvariant()} {code}: {message.GetMessage()}`", File.ReadAllText(page));
        GeneratorHost.Run(blocks[1]); // Compiles without an error, a warning or a message.
    }

    [Theory]
    [MemberData(nameof(CodesOfGenerators))]
    public void APragmaSilencesTheRule(string code)
    {
        var example = Markdown.Blocks(Repository.PathOf("docs", "rules", $"{code}.md"), "csharp")[0];
        var cancellation = TestContext.Current.CancellationToken;
        var compilation = GeneratorHost.Compile($"#pragma warning disable {code}\n{example}");
        GeneratorHost.Driver(runAnalyzers: false).RunGeneratorsAndUpdateCompilation(compilation, out _, out var diagnostics, cancellation);
        Assert.True(Assert.Single(diagnostics).IsSuppressed);
    }

    private static HashSet<string> CodesInSources() =>
    [
        .. new[] { "generators", "msbuild", "runtime" }
            .SelectMany(static folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(static file => !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            .SelectMany(static file => CodeLiteral().Matches(File.ReadAllText(file)))
            .Select(static literal => literal.Groups[1].Value),
    ];

    private static IEnumerable<DiagnosticDescriptor> Descriptors() => typeof(TrackedGenerator).Assembly.GetTypes()
        .Where(static type => type.Namespace == "MlOps.Generators.Diagnostics") // Those of analyzers stand with them, and MlOps.Analyzers.Tests has their pages.
        .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Select(static field => field.FieldType == typeof(DiagnosticDescriptor) ? (DiagnosticDescriptor?)field.GetValue(null) : null)
        .OfType<DiagnosticDescriptor>();

    [GeneratedRegex("\"(MLOPS[0-9]{4})\"")]
    private static partial Regex CodeLiteral();

    [GeneratedRegex(@"^\| \[(MLOPS[0-9]{4})\]", RegexOptions.Multiline)]
    private static partial Regex IndexLine();
}
