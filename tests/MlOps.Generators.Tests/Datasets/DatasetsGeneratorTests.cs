using Microsoft.CodeAnalysis;
using MlOps.Tests.Support;

namespace MlOps.Tests.Datasets;

public sealed class DatasetsGeneratorTests
{
    private const string List =
        "Iris\tiris\tdata/iris.csv\t717820ef0af287ff346c5cabfb4c612c\t3858\tsrc/Trainer/data/iris.csv\t150\t\n" +
        "\tSepalLength\tsepal_length\tDouble\t\n" +
        "\tPetals\tpetals <\\n>\tInt64\t?\n" +
        "\tPicked\tpicked\tDateOnly\t\n" +
        "\tSpecies\tspecies\tString\t?\n" +
        "_2Wines\t2-wines\t../a & b/2-wines.csv\td41d8cd98f00b204e9800998ecf8427e\t0\t\t\tit is empty, without even a header\n";

    [Fact]
    public void EveryDatasetGetsATypedHandle()
    {
        var file = new TextFile("obj/mlops.datasets.tsv", List);
        var driver = GeneratorHost.Driver(file).RunGeneratorsAndUpdateCompilation(
            GeneratorHost.Compile("class C { string path = MlOps.Datasets.Iris.Path; double first = System.Linq.Enumerable.First(MlOps.Datasets.Iris.Rows()).SepalLength; }"), out var compilation, out _, TestContext.Current.CancellationToken);

        GeneratorHost.AssertCompiles(compilation);
        Golden.Match(
            Repository.PathOf("tests", "MlOps.Generators.Tests", "Datasets", "Golden", "Datasets.g.cs"),
            driver.GetRunResult().Results[1].GeneratedSources.Single(static source => source.HintName == "Datasets.g.cs").SourceText.ToString());
    }

    [Fact]
    public void NamesWithTabsAndLineBreaksArriveWhole()
    {
        var list = "A\ta\\tb\\\\c\tx\\ny.csv\td41d8cd98f00b204e9800998ecf8427e\t0\n";
        var driver = GeneratorHost.Driver(new TextFile("mlops.datasets.tsv", list)).RunGeneratorsAndUpdateCompilation(
            GeneratorHost.Compile(""), out var compilation, out _, TestContext.Current.CancellationToken);

        GeneratorHost.AssertCompiles(compilation);
        Assert.Contains("new(\"a\\tb\\\\c\", \"x\\ny.csv\"", driver.GetRunResult().Results[1].GeneratedSources.Single(static source => source.HintName == "Datasets.g.cs").SourceText.ToString());
    }

    [Fact]
    public void AProjectThatSeesTheInternalsOfAnotherKeepsItsOwnDatasets()
    {
        GeneratorHost.Driver(new TextFile("mlops.datasets.tsv", List)).RunGeneratorsAndUpdateCompilation(
            GeneratorHost.Compile("[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Demo\")]").WithAssemblyName("Library"),
            out var library, out _, TestContext.Current.CancellationToken);
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        var user = GeneratorHost.Compile("class C { string path = MlOps.Datasets.Iris.Path; }").AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        GeneratorHost.Driver(new TextFile("mlops.datasets.tsv", List)).RunGeneratorsAndUpdateCompilation(
            user, out var compilation, out _, TestContext.Current.CancellationToken);

        GeneratorHost.AssertCompiles(compilation); // CS0436 would be a warning.
    }

    [Theory]
    [InlineData("String", "string")]
    [InlineData("Boolean", "bool")]
    [InlineData("Int32", "int")]
    [InlineData("Int64", "long")]
    [InlineData("Single", "float")]
    [InlineData("Double", "double")]
    [InlineData("Decimal", "decimal")]
    [InlineData("DateOnly", "System.DateOnly")]
    [InlineData("DateTime", "System.DateTime")]
    [InlineData("DateTimeOffset", "System.DateTimeOffset")]
    [InlineData("Guid", "System.Guid")]
    public void EveryTypeOfColumnHasAPropertyOfItsTypeNullableOrNot(string type, string expected)
    {
        var list = $"X\tx\tx.csv\td41d8cd98f00b204e9800998ecf8427e\t0\t\t1\t\n\tA\ta\t{type}\t\n\tB\tb\t{type}\t?\n";
        var user = $"class C {{ {expected} A(MlOps.Datasets.X.Row row) => row.A; {expected}? B(MlOps.Datasets.X.Row row) => row.B; }}";
        GeneratorHost.Driver(new TextFile("mlops.datasets.tsv", list)).RunGeneratorsAndUpdateCompilation(
            GeneratorHost.Compile(user), out var compilation, out _, TestContext.Current.CancellationToken);

        GeneratorHost.AssertCompiles(compilation);
    }

    [Fact]
    public void ARowOfAThousandColumnsCompiles()
    {
        var columns = string.Concat(Enumerable.Range(0, 1000).Select(static at => $"\tC{at}\tc{at}\tDouble\t\n"));
        GeneratorHost.Driver(new TextFile("mlops.datasets.tsv", "X\tx\tx.csv\td41d8cd98f00b204e9800998ecf8427e\t0\t\t1\t\n" + columns))
            .RunGeneratorsAndUpdateCompilation(GeneratorHost.Compile(""), out var compilation, out _, TestContext.Current.CancellationToken);

        using var image = new MemoryStream();
        Assert.Empty(compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Diagnostics);
    }

    [Fact]
    public void OtherFilesAndBrokenLinesAreLeftAlone()
    {
        var driver = GeneratorHost.Driver(new TextFile("readme.md", List), new TextFile("mlops.datasets.tsv", "Iris\tiris\n\nnonsense\n\tA\ta\tDouble\t\n"))
            .RunGenerators(GeneratorHost.Compile(""), TestContext.Current.CancellationToken);

        Assert.DoesNotContain(driver.GetRunResult().Results[1].GeneratedSources, static source => source.HintName == "Datasets.g.cs");
        Assert.Empty(driver.GetRunResult().Diagnostics);
    }

    [Fact]
    public void AnUnchangedListDoesNotGenerateAgain()
    {
        var first = new TextFile("mlops.datasets.tsv", List);
        var compilation = GeneratorHost.Compile("");
        var driver = GeneratorHost.Driver(first).RunGenerators(compilation, TestContext.Current.CancellationToken)
            .ReplaceAdditionalText(first, new TextFile("mlops.datasets.tsv", List))
            .RunGenerators(compilation, TestContext.Current.CancellationToken);

        var step = Assert.Single(driver.GetRunResult().Results[1].TrackedOutputSteps["SourceOutput"]);
        Assert.Equal(IncrementalStepRunReason.Cached, Assert.Single(step.Outputs).Reason);
    }
}
