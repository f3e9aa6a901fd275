using Rule = MlOps.Tests.Support.Rule<MlOps.Generators.Analyzers.MissingColumnAnalyzer>;

namespace MlOps.Tests.Data;

public sealed class MissingColumnTests
{
    // Of packages that are not referenced here.
    private const string Stubs = """
        namespace Microsoft.Data.Analysis
        {
            public class DataFrameColumn { }
            public class DataFrame
            {
                public static DataFrame LoadCsv(string filename, char separator = ',', bool header = true, string[]? columnNames = null) => new();
                public DataFrameColumn this[string columnName] { get => new(); set { } }
                public void Append(DataFrameColumn column) { }
            }
        }
        namespace Microsoft.ML.AutoML
        {
            public class AutoCatalog { public void InferColumns(string path, string labelColumnName = "Label", char? separatorChar = null) { } }
        }
        """;

    [Theory]
    [InlineData("var c = Datasets.Iris.Handle.Columns.First(column => column.Name == {|MLOPS2032:\"Species\"|});")]
    [InlineData("var c = Datasets.Iris.Handle.Columns.Single(column => column.Name == {|MLOPS2032:\"petal\"|});")]
    [InlineData("var c = DataFrame.LoadCsv(Datasets.Iris.Path)[{|MLOPS2032:\"Species\"|}];")]
    [InlineData("var frame = DataFrame.LoadCsv(Datasets.Iris.Path); var a = frame[\"species\"]; var b = frame[{|MLOPS2032:\"petal_width\"|}];")]
    [InlineData("var path = Datasets.Iris.Path; var frame = DataFrame.LoadCsv(path, ','); var b = frame[{|MLOPS2032:\"petal_width\"|}];")]
    [InlineData("new AutoCatalog().InferColumns(Datasets.Iris.Path, labelColumnName: {|MLOPS2032:\"label\"|});")]
    public Task AColumnThatIsNotThereIsFound(string body) => Rule.Finds(Around(body));

    [Theory]
    [InlineData("var c = Datasets.Iris.Handle.Columns.First(column => column.Name == \"species\");")]
    [InlineData("var c = Datasets.Iris.Handle.Columns.Any(column => column.Name == \"petal\");")] // That is the question.
    [InlineData("var c = Datasets.Iris.Handle.Columns.FirstOrDefault(column => column.Name == \"petal\");")]
    [InlineData("var c = data.Columns.First(column => column.Name == \"petal\");")] // Of which data set?
    [InlineData("var c = Datasets.Images.Handle.Columns.First(column => column.Name == \"petal\");")] // No table.
    [InlineData("var c = DataFrame.LoadCsv(Datasets.Iris.Path)[\"species\"];")]
    [InlineData("var c = DataFrame.LoadCsv(\"data/other.csv\")[\"petal\"];")]
    [InlineData("var c = DataFrame.LoadCsv(Datasets.Iris.Path, header: false, columnNames: [\"a\", \"b\"])[\"a\"];")]
    [InlineData("var frame = DataFrame.LoadCsv(Datasets.Iris.Path); frame[\"ratio\"] = frame[\"sepal_length\"]; var b = frame[\"ratio\"];")] // Made.
    [InlineData("var frame = DataFrame.LoadCsv(Datasets.Iris.Path); frame.Append(new()); var b = frame[\"ratio\"];")]
    [InlineData("var frame = DataFrame.LoadCsv(Datasets.Iris.Path); Augment(frame); var b = frame[\"ratio\"];")]
    [InlineData("var frame = other; var b = frame[\"ratio\"];")]
    [InlineData("new AutoCatalog().InferColumns(Datasets.Iris.Path, labelColumnName: \"species\");")]
    [InlineData("new AutoCatalog().InferColumns(\"data/other.csv\", labelColumnName: \"label\");")]
    [InlineData("\n#pragma warning disable MLOPS2032\nvar c = DataFrame.LoadCsv(Datasets.Iris.Path)[\"petal\"];\n")]
    public Task OtherColumnsAreNot(string body) => Rule.Finds(Around(body));

    private static string Around(string body) =>
        $"using Microsoft.Data.Analysis; using Microsoft.ML.AutoML; class C {{ void M(Dataset data, DataFrame other) {{ {body} }} static void Augment(DataFrame frame) {{ }} }} {Stubs}";
}
