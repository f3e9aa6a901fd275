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
        var generated = Lines(Assert.Single(driver.GetRunResult().Results[0].GeneratedSources).SourceText.ToString());
        Assert.Equal(3, s_blocks.Count);
        Assert.Contains(Lines(s_blocks[1]), generated);
        Assert.Contains(Lines(s_blocks[2]), generated);
    }

    /// <summary>Without indentation: a block stands further left in the README than in its file.</summary>
    private static string Lines(string code) => string.Join('\n', code.Trim().Split('\n').Select(static line => line.Trim()));
}
