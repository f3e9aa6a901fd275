using MlOps.Generators.Datasets;
using MlOps.Tests.Support;

namespace MlOps.Tests.Docs;

/// <summary>The code in <c>docs/data.md</c> compiles.</summary>
public sealed class DataPageTests
{
    [Fact]
    public void EveryBlockCompilesWithTheHandlesOfTheIrises()
    {
        const string List =
            "Iris\tiris\tdata/iris.csv\t013d0da08d6506664ce640459139176b\t3858\tdata/iris.csv\t150\t\n" +
            "\tSepalLength\tsepal_length\tDouble\t\n\tSpecies\tspecies\tString\t\n";
        var blocks = Markdown.Blocks(Repository.PathOf("docs", "data.md"), "csharp");
        Assert.Equal(2, blocks.Count);
        GeneratorHost.Driver(new TextFile(DatasetsParser.FileName, List)).RunGeneratorsAndUpdateCompilation(
            GeneratorHost.Compile([.. blocks]), out var compilation, out _, TestContext.Current.CancellationToken);

        GeneratorHost.AssertCompiles(compilation);
    }
}
