using MlOps.Generators.Datasets;
using MlOps.Tests.Support;

namespace MlOps.Tests.Docs;

/// <summary>The code in the README is what the compiler takes and what the generator gives.</summary>
public sealed class ReadmeTests
{
    private static readonly IReadOnlyList<string> s_blocks = Markdown.Blocks(Repository.PathOf("README.md"), "csharp");

    [Fact]
    public void TheExampleCompilesAndTheGeneratedCodeIsTheOneShown()
    {
        var example = "global using System; global using System.IO;\n" + s_blocks[0];
        var datasets = new TextFile(DatasetsParser.FileName, "Iris\tiris\tdata/iris.csv\t013d0da08d6506664ce640459139176b\t3858\n");
        var driver = GeneratorHost.Driver(datasets).RunGeneratorsAndUpdateCompilation(
            GeneratorHost.Compile(example), out var compilation, out _, TestContext.Current.CancellationToken);

        GeneratorHost.AssertCompiles(compilation);
        var generated = Lines(GeneratorHost.Tracker(driver.GetRunResult().Results[0]));
        Assert.Contains(Lines(s_blocks[1]), generated);
        Assert.Contains(Lines(s_blocks[2]), generated);
    }

    [Fact]
    public void TheWatchedMethodCompilesAndIsWatched()
    {
        var example = s_blocks.Single(static block => block.Contains("[Monitored", StringComparison.Ordinal));
        var files = Monitoring.MonitoredHost.Run(example).GeneratedSources.Select(static file => file.HintName);
        Assert.Contains("Model.Predict.Monitored.g.cs", files);
    }

    [Theory]
    [InlineData("BarePush", "bare ring push")]
    [InlineData("Log", "`run.Log(")]
    [InlineData("CurrentLog", "`Run.Current.Log(")]
    [InlineData("LogRow", "a row of four metrics")]
    [InlineData("LoggerMessageToNullProvider", "an `ILogger` message")]
    [InlineData("HistogramWithListener", "a `Histogram`")]
    public void TheNumbersAreThoseOfTheCommittedResults(string benchmark, string shown)
    {
        var measured = Row("benchmarks/results/amd-epyc/hot-path.md", $"| {benchmark} ");
        var told = Row("README.md", $"| {shown}");
        Assert.Equal((measured[3], measured[7]), (told[2], told[3]));
    }

    /// <summary>The cells of the one table row that holds a text.</summary>
    private static string[] Row(string file, string text)
    {
        var lines = File.ReadAllLines(Repository.PathOf(file)).Where(line => line.StartsWith('|') && line.Contains(text, StringComparison.Ordinal));
        return [.. Assert.Single(lines).Split('|').Select(static cell => cell.Trim())];
    }

    /// <summary>Without indentation: a block stands further left in the README than in its file.</summary>
    private static string Lines(string code) => string.Join('\n', code.Trim().Split('\n').Select(static line => line.Trim()));
}
