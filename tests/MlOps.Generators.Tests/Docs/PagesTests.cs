using MlOps.Generators.Datasets;
using MlOps.Tests.Support;

namespace MlOps.Tests.Docs;

/// <summary>Every block of C# on the pages of <c>docs/</c> compiles as it stands, and every link leads somewhere.</summary>
public sealed class PagesTests
{
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    private const string Irises =
        "Iris\tiris\tdata/iris.csv\t013d0da08d6506664ce640459139176b\t3858\tdata/iris.csv\t150\t\tCsv\t\t\tprofiles/Iris.profile\n" +
        "\tSepalLength\tsepal_length\tDouble\t\n" +
        "\tSepalWidth\tsepal_width\tDouble\t\n" +
        "\tPetalLength\tpetal_length\tDouble\t\n" +
        "\tPetalWidth\tpetal_width\tDouble\t\n" +
        "\tSpecies\tspecies\tString\t\n";

    public static TheoryData<string> Pages { get; } =
        [.. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Select(static page => Path.GetFileName(page)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryBlockOfCSharpCompiles(string page)
    {
        var datasets = new TextFile(DatasetsParser.FileName, Irises);
        Assert.All(Markdown.Blocks(Repository.PathOf("docs", page), "csharp"), block =>
        {
            var compilation = GeneratorHost.Compile(block, ImplicitUsings);
            GeneratorHost.Driver(datasets).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var diagnostics, TestContext.Current.CancellationToken);
            Assert.Empty(diagnostics);
            GeneratorHost.AssertCompiles(generated);
        });
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryLinkLeadsToAFile(string page) => Assert.All(
        Markdown.Links(Repository.PathOf("docs", page)),
        link => Assert.True(Path.Exists(Repository.PathOf("docs", link)), $"docs/{page} links to {link}, which is not there."));
}
