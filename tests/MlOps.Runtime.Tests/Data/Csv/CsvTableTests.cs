using System.Globalization;
using System.Text;
using MlOps.Data;

namespace MlOps.Tests.Data.Csv;

/// <summary>What the build finds in a CSV file.</summary>
public sealed class CsvTableTests
{
    [Theory]
    [InlineData("1\n-2\n", "Int64")]
    [InlineData("1\n9223372036854775807\n", "Int64")]
    [InlineData("1\n2.5\n", "Double")]
    [InlineData(" 1.5 \n1e-3\nNaN\n-Infinity\n", "Double")]
    [InlineData("1\n\"\"\n", "Int64?")]
    [InlineData("1\n \n", "Int64?")]
    [InlineData("true\nFalse\n", "Boolean")]
    [InlineData("0\n1\n", "Int64")]
    [InlineData("2026-03-31\n2024-02-29\n", "DateOnly")]
    [InlineData("2026-03-31\n2026-03-31T12:30\n", "DateTime")]
    [InlineData("2026-03-31 12:30:00.123\n", "DateTime")]
    [InlineData("2026-03-31T12:30:00Z\n2026-03-31T12:30:00.5+02:00\n", "DateTimeOffset")]
    [InlineData("2026-03-31T12:30:00Z\n2026-03-31T12:30:00\n", "String")]
    [InlineData("2026-02-30\n", "String")]
    [InlineData("31.03.2026\n", "String")]
    [InlineData("1,000\n", "String", "quoted")]
    [InlineData("01067\n10115\n", "String")] // A postcode.
    [InlineData("12345678901234567890\n", "String")] // An identifier that no number holds.
    [InlineData("0.5\n0\n", "Double")]
    [InlineData("setosa\n\"\"\n", "String?")]
    [InlineData("\"\"\n\"\"\n", "String?")]
    [InlineData("", "String")]
    [InlineData("1\nNA\n", "String")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e\n", "String")]
    public void TheTypeOfAColumnIsTheOneThatAllItsValuesHave(string values, string type, string? quoted = null)
    {
        using var file = new CsvFile("x\n" + (quoted is null ? values : $"\"{values.TrimEnd()}\"\n"));
        Assert.Equal(type, file.Types);
    }

    [Fact]
    public void TypesDoNotDependOnTheCultureOfTheMachine()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            using var file = new CsvFile("a,b\n1.5,\"1,5\"\n");
            Assert.Equal("Double String", file.Types);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData("a,b\n1,2\n", 1)]
    [InlineData("a,b\n1,2", 1)]
    [InlineData("a,b", 0)]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n", 2)]
    [InlineData("a,b\r1,2\r3,4", 2)]
    [InlineData("\uFEFFa,b\n1,2\n\n\n3,4\n\n", 2)] // Empty lines are no rows.
    [InlineData("a,b\n\"x\ny\r\n\",2\n3,\"\"\"\n\"\n", 2)]
    [InlineData("a\n\"\"\n\"\"\n", 2)]
    public void EveryRowIsCounted(string text, int rows)
    {
        using var file = new CsvFile(text);
        Assert.Equal((rows, null), (file.Table.RowCount, file.Table.Problem));
        Assert.Equal(rows, file.Texts().Length);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("a,b\n1,2\n\n3\n", "line 4 has 1 fields where the header has 2")]
    [InlineData("a,b\n\"1\n2\",2\n1,2,3\n", "line 4 has 3 fields")]
    [InlineData("a,b\n1,\"2\n", "line 2: a quoted field does not end")]
    [InlineData("a,b\n\"1\"x,2\n", "line 2: a quoted field does not end")]
    public void WhatIsNoTableSaysWhy(string text, string problem)
    {
        using var file = new CsvFile(text);
        Assert.Contains(problem, file.Table.Problem, StringComparison.Ordinal);
        Assert.Empty(file.Table.Columns);
    }

    [Theory]
    [InlineData("ü,b\n1,2\n", "it is not UTF-8 text")]
    [InlineData("a\nü\n", "line 2: it is not UTF-8 text")]
    [InlineData("a\n1\n2\n3\nü\n", "line 5: it is not UTF-8 text")]
    public void TextThatIsNotUtf8IsNoTable(string text, string problem)
    {
        using var file = new CsvFile(Encoding.Latin1.GetBytes(text));
        Assert.Equal(problem, file.Table.Problem);
    }

    [Fact]
    public void ANumberThatIsTooLargeIsText()
    {
        using var file = new CsvFile("a,b,c\n1e400,1e300,Infinity\n");
        Assert.Equal("String Double Double", file.Types);
    }

    [Fact]
    public void AThousandColumnsAreATableAndMoreAreNot()
    {
        using var most = new CsvFile(string.Join(',', Enumerable.Range(0, 1000).Select(static at => $"c{at}")) + "\n");
        Assert.Equal(1000, most.Table.Columns.Count);
        using var more = new CsvFile(string.Join(',', Enumerable.Range(0, 1001).Select(static at => $"c{at}")) + "\n");
        Assert.Contains("1001 columns", more.Table.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsBeyondTheSampleAreCountedButNotSampled()
    {
        using var file = new CsvFile("x\n" + string.Concat(Enumerable.Repeat("1\n", 100_000)) + "text\n");
        Assert.Equal(("Int64", 100_001), (file.Types, file.Table.RowCount));
    }

    [Theory]
    [InlineData("zip=string", "String String Double?")]
    [InlineData(" zip = int | price = decimal? ", "Int32 String Decimal?")]
    [InlineData("price=float?|a||b=c=string?", "Int64 String? Single?")]
    [InlineData("price=string", "Int64 String String")]
    public void AProjectMayGiveColumnsOtherTypes(string schema, string types)
    {
        using var file = new CsvFile("zip,a|b=c,price\n123,x,1.5\n124,y,\n");
        Assert.Equal(types, CsvFile.Show(file.Table.ColumnsBy(schema)));
    }

    [Theory]
    [InlineData("zap=string", "no column 'zap'; its columns are 'zip', 'name', 'price'")]
    [InlineData("name=double", "column 'name' has values that are no double, the first 'x' in line 2")]
    [InlineData("zip=DateOnly", "column 'zip' has values that are no DateOnly, the first '123' in line 2")]
    [InlineData("price=double", "column 'price' has blank values, the first in line 3: its type must be double?")]
    [InlineData("zip", "'zip' in its schema is not written as name=type")]
    [InlineData("zip=text", "'text' in its schema is no type; known are string, bool, int")]
    public void ASchemaThatDoesNotFitSaysWhatAndWhere(string schema, string problem)
    {
        using var file = new CsvFile("zip,name,price\n123,x,1.5\n124,y,\n");
        Assert.Contains(problem, Assert.Throws<FormatException>(() => file.Table.ColumnsBy(schema)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFirstValueThatDoesNotFitIsFoundBehindQuotedAndEmptyLines()
    {
        using var file = new CsvFile("zip,note\r\n1,\"two\r\nlines\"\r\n\r\n2,x\r\n3.5,y\r\n4.5,z\r\n");
        Assert.Equal(
            "column 'zip' has values that are no int, the first '3.5' in line 6",
            Assert.Throws<FormatException>(() => file.Table.ColumnsBy("zip=int")).Message);
    }

    [Fact]
    public void OnlyCsvFilesAreTables()
    {
        using var folder = new TempFolder();
        var file = folder.Write("a.txt", "a,b\n1,2\n");
        Assert.Null(DatasetVersioner.Version(file, DatasetMode.Off, folder.Root, cancellationToken: TestContext.Current.CancellationToken).Table);
    }
}
