using Microsoft.CodeAnalysis;
using MlOps.Generators.Datasets;
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
        "Events\tevents\tdata/events.jsonl\t0cc175b9c0f1b6a831c399e269772661\t2048\t\t17\t\tJsonLines\tsensitive\n" +
        "\tUserName\tuser.name\tString\t?\n" +
        "\tAt\tat\tDateTimeOffset\t\n" +
        "Trips\ttrips\tdata/trips.parquet\t92eb5ffee6ae2fec3ad71c777531578f\t4096\t\t1000\t\tParquet\t\t'stops' is a list\tprofiles/Trips.profile\n" +
        "\tDistance\tdistance\tSingle\t\n" +
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
    public void AskingForRowsOfParquetWithoutThePackageIsAnErrorThatNamesIt()
    {
        GeneratorHost.Driver(new TextFile("mlops.datasets.tsv", List)).RunGeneratorsAndUpdateCompilation(
            GeneratorHost.Compile("class C { object rows = MlOps.Datasets.Trips.Rows(); string path = MlOps.Datasets.Trips.Path; }"), out var compilation, out _, TestContext.Current.CancellationToken);

        var problem = Assert.Single(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Assert.Equal(("MLOPS2025", DiagnosticSeverity.Error), (problem.Id, problem.Severity));
        Assert.Contains("dotnet add package MlOps.Data.Parquet", problem.GetMessage());
        Assert.Equal("MlOps.Datasets.Trips.Rows()", problem.Location.SourceTree!.ToString().Substring(problem.Location.SourceSpan.Start, problem.Location.SourceSpan.Length));
    }

    [Fact]
    public void WithThePackageRowsOfParquetAreReadByIt()
    {
        const string Package = """
            namespace MlOps;
            public ref struct ParquetFields { public float GetSingle(int column) => column; }
            public delegate T ParquetRowParser<out T>(ParquetFields fields);
            public sealed class ParquetRows<T>(Dataset dataset, ParquetRowParser<T> parse) { public (Dataset, ParquetRowParser<T>) Parts => (dataset, parse); }
            """;
        GeneratorHost.Driver(new TextFile("mlops.datasets.tsv", List)).RunGeneratorsAndUpdateCompilation(
            GeneratorHost.Compile("class C { MlOps.ParquetRows<MlOps.Datasets.Trips.Row> rows = MlOps.Datasets.Trips.Rows(); }", Package), out var compilation, out _, TestContext.Current.CancellationToken);
        GeneratorHost.AssertCompiles(compilation);
    }

    [Fact]
    public void TheSameListGivesAnEqualModelThatHoldsNothingOfTheCompiler()
    {
        var model = Model(List);
        Assert.Equal(model, Model(List));
        CompilerObjects.AssertNoneIn(model);
        foreach (var (old, @new) in new[] { ("JsonLines", "Csv"), ("\tsensitive", "\t"), ("'stops'", "'steps'"), ("\tString\t?", "\tString\t"), ("user.name", "user.id") })
        {
            Assert.NotEqual(model, Model(List.Replace(old, @new, StringComparison.Ordinal)));
        }

        static DatasetsModel Model(string list) => DatasetsParser.Parse(new TextFile("mlops.datasets.tsv", list), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void AnEditOfTheProgramDoesNotGenerateAgain()
    {
        var compilation = GeneratorHost.Compile("class C;");
        var driver = GeneratorHost.Driver(new TextFile("mlops.datasets.tsv", List)).RunGenerators(compilation, TestContext.Current.CancellationToken)
            .RunGenerators(compilation.AddSyntaxTrees(Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("class D;", GeneratorHost.ParseOptions, cancellationToken: TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);

        var step = Assert.Single(driver.GetRunResult().Results[1].TrackedOutputSteps["SourceOutput"]);
        Assert.Equal(IncrementalStepRunReason.Cached, Assert.Single(step.Outputs).Reason);
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
