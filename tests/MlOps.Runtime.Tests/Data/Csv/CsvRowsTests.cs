using System.Globalization;
using System.Text;
using MlOps.Tests.Tracking;

namespace MlOps.Tests.Data.Csv;

/// <summary>What a program reads of a CSV file, and what it is told of a bad one.</summary>
public sealed class CsvRowsTests
{
    private static readonly DatasetColumn[] Numbers = [new("a", DatasetColumnType.Double), new("b", DatasetColumnType.Int64, IsNullable: true)];

    [Fact]
    public void EveryTypeIsReadInTheInvariantCulture()
    {
        const string Text = """"
            t,b,i,l,f,d,m,day,time,point,id
            "a, ""b""",true,-1,9000000000,1.5,-2.25,0.10,2026-03-31,2026-03-31T12:30,2026-03-31T12:30:00+02:00,0f8fad5b-d9cb-469f-a165-70867728950e

            """";
        using var file = new CsvFile(Text);
        var rows = new CsvRows<object[]>(
            file.Dataset(file.Table.ColumnsBy("i=int|f=float|m=decimal|id=Guid")),
            static fields =>
            [
                fields.GetString(0), fields.GetBoolean(1), fields.GetInt32(2), fields.GetInt64(3), fields.GetSingle(4), fields.GetDouble(5),
                fields.GetDecimal(6), fields.GetDateOnly(7), fields.GetDateTime(8), fields.GetDateTimeOffset(9), fields.GetGuid(10),
            ]);

        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(
                [
                    "a, \"b\"", true, -1, 9000000000L, 1.5f, -2.25, 0.10m, new DateOnly(2026, 3, 31), new DateTime(2026, 3, 31, 12, 30, 0),
                    new DateTimeOffset(2026, 3, 31, 12, 30, 0, TimeSpan.FromHours(2)), new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
                ],
                Assert.Single(rows));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void BlankFieldsAreNullWhereTheyMayBe()
    {
        using var file = new CsvFile("t,d,b\nx,1,true\n,, \n");
        var rows = new CsvRows<(string? Text, double? Number, bool? Flag)>(
            file.Dataset(), static fields => (fields.GetStringOrNull(0), fields.GetDoubleOrNull(1), fields.GetBooleanOrNull(2)));
        Assert.Equal([("x", 1, true), (null, null, null)], rows);
    }

    [Fact]
    public void EachLoopReadsAnew()
    {
        using var file = new CsvFile("a,b\n1,2\n3,4\n");
        var rows = Read(file);
        Assert.Equal(rows, rows);
        Assert.Equal(2, rows.Count());
    }

    [Fact]
    public void ABadValueNamesFileLineAndColumnAndTheCure()
    {
        using var file = new CsvFile("a,b\n1,2\n\n\"3\",4\r\nabc,5\n");
        var rows = Read(file);
        var problem = Assert.Throws<RowException>(() => rows.Count());
        Assert.Equal((file.Path, 5, "a"), (problem.File, problem.Line, problem.Column));
        Assert.Equal(
            $"{file.Path}(5): column 'a' is 'abc', no double. Correct the file, or give the column another type in the project: Schema=\"a=string\".",
            problem.Message);
    }

    [Fact]
    public void ABlankWhereNoneMayBeSuggestsANullableType()
    {
        using var file = new CsvFile("a,b\n,2\n");
        Assert.Contains("(2): column 'a' is blank. Correct the file, or give the column another type in the project: Schema=\"a=double?\"", Fault(file).Message);
    }

    [Theory]
    [InlineData("a,b\n1,2\n\"x\ny\",2,3\n", 3, "3 fields where the header has 2")]
    [InlineData("a,b\n1,2\n1\n", 3, "1 fields where the header has 2")]
    [InlineData("a,b\n1,\"2\n\n", 2, "a quoted field does not end")]
    public void ABrokenRowNamesItsLine(string text, int line, string words)
    {
        using var file = new CsvFile(text);
        var problem = Fault(file);
        Assert.Equal((line, null), (problem.Line, problem.Column));
        Assert.Contains(words, problem.Message);
    }

    [Theory]
    [InlineData("b,a\n1,2\n", "column 1 is 'b' where the build saw 'a'. Build again.")]
    [InlineData("a\n1\n", "column 2 is missing where the build saw 'b'")]
    [InlineData("a,b,c\n1,2,3\n", "column 3 is 'c' where the build saw missing")]
    [InlineData("", "it is empty")]
    public void AHeaderThatTheBuildDidNotSeeIsRefused(string text, string words)
    {
        using var file = new CsvFile(text);
        Assert.Contains(words, Fault(file).Message);
    }

    [Fact]
    public void TextThatIsNotUtf8IsRefused()
    {
        using var file = new CsvFile(Encoding.Latin1.GetBytes("a,b\n1,1\nü,1\n"));
        Assert.Contains("(3", Fault(file).Message);
        Assert.Contains("it is not UTF-8 text", Fault(file).Message);
    }

    [Fact]
    public void ALongValueIsShortenedInTheMessage()
    {
        using var file = new CsvFile($"a,b\n{new string('x', 5000)},1\n");
        Assert.Contains($"'{new string('x', 60)}…'", Fault(file).Message);
    }

    [Fact]
    public void ReadingRowsInsideARunRecordsTheDataSetWithSchemaAndProfile()
    {
        using var file = new CsvFile("a,b\n1.5,2\n2.5,\n");
        using var store = new TestStore();
        using (var run = store.Begin())
        {
            Assert.Equal(2, Read(file).Count());
            Assert.Equal("table", Assert.Single(store.Read(run).Datasets).Name);
        }

        Assert.Equal(
            [("""{"mlflow_colspec":[{"type":"double","name":"a","required":true},{"type":"long","name":"b","required":false}]}""", """{"num_rows":2,"num_elements":4}""")],
            store.Query("SELECT dataset_schema, dataset_profile FROM datasets", static row => (row.GetString(0), row.GetString(1))));
        Assert.Equal("", store.Shown.ToString());
    }

    [Fact]
    public void TheRowsOfAFileThatChangedAreNotClaimed()
    {
        using var file = new CsvFile("a,b\n1.5,2\n");
        using var store = new TestStore();
        var dataset = file.Dataset(Numbers);
        File.WriteAllText(file.Path, "a,b\n2.5,2\n");
        using (store.Begin())
        {
            _ = dataset.Path;
            store.Recorder.Flush();
        }

        Assert.Equal([(true, false)], store.Query("SELECT dataset_schema, dataset_profile FROM datasets", static row => (!row.IsDBNull(0), !row.IsDBNull(1))));
    }

    private static RowException Fault(CsvFile file)
    {
        var rows = Read(file);
        return Assert.Throws<RowException>(() => rows.Count());
    }

    private static CsvRows<(double A, long? B)> Read(CsvFile file) =>
        new(file.Dataset(Numbers), static fields => (fields.GetDouble(0), fields.GetInt64OrNull(1)));
}
