using System.Globalization;
using MlOps.Tests.Tracking;

namespace MlOps.Tests.Data.JsonLines;

/// <summary>What a program reads of a JSON Lines file, and what it is told of a bad one.</summary>
public sealed class JsonRowsTests
{
    private static readonly DatasetColumn[] Numbers = [new("a", DatasetColumnType.Double), new("b.c", DatasetColumnType.Int64, IsNullable: true)];

    [Fact]
    public void EveryTypeIsReadInTheInvariantCulture()
    {
        using var file = new JsonLinesFile(
            """{"t":"a \"b\"\u00fc","b":true,"i":-1,"l":9000000000,"f":1.5,"d":-2.25,"m":0.10,"day":"2026-03-31","time":"2026-03-31T12:30","point":"2026-03-31T12:30:00+02:00","id":"0f8fad5b-d9cb-469f-a165-70867728950e"}""");
        var rows = new JsonRows<object[]>(
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
                    "a \"b\"ü", true, -1, 9000000000L, 1.5f, -2.25, 0.10m, new DateOnly(2026, 3, 31), new DateTime(2026, 3, 31, 12, 30, 0),
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
    public void KeysInAnyOrderUnknownOnesAndMissingOnesAreRead()
    {
        using var file = new JsonLinesFile("{\"b\":{\"c\":2},\"a\":1,\"z\":[{}]}\n{\"a\":1.5}\n{\"b\":{\"c\":null},\"a\":2,\"a\":3}\n");
        Assert.Equal([(1, 2L), (1.5, null), (3, null)], Read(file));
    }

    [Fact]
    public void TextKeepsWhatIsWrittenAndArraysStayJson()
    {
        using var file = new JsonLinesFile("{\"t\":[1, {\"a\":\"b\"}],\"n\":\"\"}\n{\"t\":\"plain\"}\n");
        Assert.Equal([["[1, {\"a\":\"b\"}]", ""], ["plain", null]], file.Rows());
    }

    [Fact]
    public void ABadValueNamesFileLineAndColumnAndTheCure()
    {
        using var file = new JsonLinesFile("{\"a\":1}\n\n{\"a\":\"abc\"}\n");
        var problem = Fault(file);
        Assert.Equal((file.Path, 3, "a"), (problem.File, problem.Line, problem.Column));
        Assert.Equal(
            $"{file.Path}(3): column 'a' is 'abc', no double. Correct the file, or give the column another type in the project: Schema=\"a=string\".",
            problem.Message);
    }

    [Fact]
    public void TheValuesOfASensitiveDataSetAreInNoMessage()
    {
        using var file = new JsonLinesFile("{\"a\":\"secret\"}\n");
        var rows = new JsonRows<double>(file.Dataset(Numbers, isSensitive: true), static fields => fields.GetDouble(0));
        var problem = Assert.Throws<RowException>(() => rows.Count());
        Assert.Contains("column 'a' is no double", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"b\":{\"c\":1}}", "(1): column 'a' is blank. Correct the file, or give the column another type in the project: Schema=\"a=double?\"")]
    [InlineData("{\"a\":null}", "column 'a' is blank")]
    [InlineData("{\"a\":1,\"b\":{\"c\":1.5}}", "column 'b.c' is '1.5', no long")]
    [InlineData("{\"a\":1}\n{\"a\":2,", "(2): it is no valid JSON at its byte")]
    [InlineData("{\"a\":1}\n7", "(2): it is no object, as in {\"name\": 1}. Correct the file")]
    [InlineData("{\"a\":\"\\ud800\"}", "(1): it is not UTF-8 text")]
    public void ABrokenRowSaysWhatAndWhere(string text, string words)
    {
        using var file = new JsonLinesFile(text);
        Assert.Contains(words, Fault(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALineLongerThanTheBufferIsReadWhole()
    {
        var text = new string('x', 200_000);
        using var file = new JsonLinesFile($"{{\"t\":\"a\"}}\n{{\"t\":\"{text}\"}}\n{{\"t\":\"b\"}}\n");
        Assert.Equal(["a", text, "b"], file.Rows().Select(static row => row[0]));
    }

    [Fact]
    public void EachLoopReadsAnew()
    {
        using var file = new JsonLinesFile("{\"a\":1}\n{\"a\":3}\n");
        var rows = Read(file);
        Assert.Equal(rows, rows);
        Assert.Equal(2, rows.Count());
    }

    [Fact]
    public void ARowMoreAllocatesNothing()
    {
        using var many = new JsonLinesFile(string.Concat(Enumerable.Repeat("{\"a\":125,\"b\":{\"c\":17}}\n", 20_000)));
        using var few = new JsonLinesFile("{\"a\":125,\"b\":{\"c\":17}}\n");
        Assert.InRange(Allocated(many) - Allocated(few), -20_000, 20_000); // Less than a byte a row.

        static long Allocated(JsonLinesFile file)
        {
            var rows = new JsonRows<long>(file.Dataset(), static fields => fields.GetInt64(0) + fields.GetInt64OrNull(1) ?? 0);
            return Allocations.Of(() => _ = Sum(rows));
        }

        static long Sum(JsonRows<long> rows)
        {
            var sum = 0L;
            foreach (var row in rows)
            {
                sum += row;
            }

            return sum;
        }
    }

    [Fact]
    public void OfASensitiveDataSetARunRecordsNameAndDigestOnly()
    {
        using var file = new JsonLinesFile("{\"a\":1.5,\"b\":{\"c\":2}}\n");
        using var store = new TestStore();
        using (var run = store.Begin())
        {
            _ = file.Dataset(Numbers, isSensitive: true).Path;
            Assert.Equal("events", Assert.Single(store.Read(run).Datasets).Name);
        }

        Assert.Equal([(true, true)], store.Query("SELECT dataset_schema, dataset_profile FROM datasets", static row => (row.IsDBNull(0), row.IsDBNull(1))));
    }

    private static RowException Fault(JsonLinesFile file)
    {
        var rows = Read(file);
        return Assert.Throws<RowException>(() => rows.Count());
    }

    private static JsonRows<(double A, long? B)> Read(JsonLinesFile file) =>
        new(file.Dataset(Numbers), static fields => (fields.GetDouble(0), fields.GetInt64OrNull(1)));
}
