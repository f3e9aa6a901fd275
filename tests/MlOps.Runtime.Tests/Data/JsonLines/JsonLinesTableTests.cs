using System.Text;

namespace MlOps.Tests.Data.JsonLines;

/// <summary>What the build finds in a JSON Lines file.</summary>
public sealed class JsonLinesTableTests
{
    [Theory]
    [InlineData("1 -2", "Int64")]
    [InlineData("1 9223372036854775807", "Int64")]
    [InlineData("1 2.5", "Double")]
    [InlineData("1 2e3", "Double")]
    [InlineData("1 null", "Int64?")]
    [InlineData("true false", "Boolean")]
    [InlineData("true 1", "String")]
    [InlineData("12345678901234567890", "String")] // An identifier that no number holds.
    [InlineData("1e400 1", "String")]
    [InlineData("\"1\" \"2\"", "String")] // A text is a text, whatever it looks like.
    [InlineData("1 \"2\"", "String")]
    [InlineData("\"true\"", "String")]
    [InlineData("\"\"", "String")]
    [InlineData("\"x\" null", "String?")]
    [InlineData("null", "String?")]
    [InlineData("\"2026-03-31\" \"2024-02-29\"", "DateOnly")]
    [InlineData("\"2026-03-31\" \"2026-03-31T12:30\"", "DateTime")]
    [InlineData("\"2026-03-31T12:30:00Z\" \"2026-03-31T12:30:00.5\\u002b02:00\"", "DateTimeOffset")]
    [InlineData("\"2026-03-31\" \"soon\"", "String")]
    [InlineData("\"0f8fad5b-d9cb-469f-a165-70867728950e\"", "String")]
    [InlineData("[1,2] []", "String")]
    [InlineData("[1,2] 1", "String")]
    public void TheTypeOfAColumnIsTheOneThatAllItsValuesHave(string values, string type)
    {
        using var file = new JsonLinesFile(string.Concat(values.Split(' ').Select(static value => $"{{\"x\":{value}}}\n")));
        Assert.Equal($"x:{type}", file.Columns);
    }

    [Fact]
    public void ColumnsAreTheKeysOfAllRowsInTheOrderTheyTurnUpAndNestedOnesHaveDots()
    {
        using var file = new JsonLinesFile("""
            {"id":1,"user":{"name":"ann","address":{"zip":"01067"}},"tags":["a",{"b":1}]}

            {"user":{"name":null,"age":3},"id":2,"late":true,"empty":{}}
            """);
        Assert.Equal("id:Int64 user.name:String? user.address.zip:String? tags:String? user.age:Int64? late:Boolean?", file.Columns);
        Assert.Equal((2, null, MlOps.Data.TableFormat.JsonLines), (file.Table.RowCount, file.Table.Problem, file.Table.Format));
    }

    [Fact]
    public void AKeyWithADotIsTheColumnThatTheNestedOneIs()
    {
        using var file = new JsonLinesFile("{\"a\":{\"b\":1}}\n{\"a.b\":2}\n");
        Assert.Equal("a.b:Int64", file.Columns);
        Assert.Equal([1L, 2L], file.Rows().Select(static row => row[0]));
    }

    [Theory]
    [InlineData("{\"a\":null,\"a\":1}\n", "a:Int64")]
    [InlineData("{\"a\":1,\"a\":null}\n", "a:Int64?")]
    [InlineData("{\"\":{\"\":null},\".\":false}\n", ".:Boolean")]
    public void OfAKeyThatIsThereTwiceTheLastValueCounts(string text, string columns)
    {
        using var file = new JsonLinesFile(text);
        Assert.Equal(columns, file.Columns);
    }

    [Fact]
    public void AValueThatIsAnObjectInSomeRowsIsMissingInThose()
    {
        using var file = new JsonLinesFile("{\"a\":1}\n{\"a\":{\"b\":2}}\n");
        Assert.Equal("a:Int64? a.b:Int64?", file.Columns);
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", 2)]
    [InlineData("{\"a\":1}\r\n{\"a\":2}", 2)]
    [InlineData("\uFEFF{\"a\":1}\n\n  \n{\"a\":2}\n\n", 2)]
    [InlineData(" {\"a\":1} \n\t{\"a\":2}\t\n", 2)]
    public void EveryRowIsCounted(string text, int rows)
    {
        using var file = new JsonLinesFile(text);
        Assert.Equal((rows, null), (file.Table.RowCount, file.Table.Problem));
        Assert.Equal(rows, file.Rows().Length);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("\n\n", "it is empty")]
    [InlineData("{}\n{}\n", "none of its objects has a value")]
    [InlineData("{\"a\":1}\n\n[1]\n", "line 3: it is no object, as in {\"name\": 1}")]
    [InlineData("[\n{\"a\":1}\n]", "line 1: it is no object")]
    [InlineData("{\"a\":1}\n{\"a\":nonsense}\n", "line 2: it is no valid JSON at its byte 7")]
    [InlineData("{\"a\":1} {\"a\":2}\n", "line 1: it is no valid JSON at its byte 9")]
    [InlineData("{\"a\":1,}\n", "line 1: it is no valid JSON")]
    [InlineData("{\"a\":1\n}\n", "line 1: it is no valid JSON")]
    [InlineData("{\"\\ud800\":1}\n", "line 1: it is not UTF-8 text")]
    [InlineData("{\"a\":\"\\ud800\"}\n", "line 1: it is not UTF-8 text")]
    public void WhatIsNoTableSaysWhy(string text, string problem)
    {
        using var file = new JsonLinesFile(text);
        Assert.Contains(problem, file.Table.Problem, StringComparison.Ordinal);
        Assert.Empty(file.Table.Columns);
    }

    [Fact]
    public void NoProblemShowsAValue()
    {
        using var file = new JsonLinesFile("{\"a\":Z}\n");
        Assert.DoesNotContain("Z", file.Table.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TextThatIsNotUtf8IsNoTable()
    {
        using var file = new JsonLinesFile(Encoding.Latin1.GetBytes("{\"a\":1}\n{\"a\":\"ü\"}\n"));
        Assert.Equal("line 2: it is not UTF-8 text", file.Table.Problem);
    }

    [Fact]
    public void HostileLinesAreBounded()
    {
        using var deep = new JsonLinesFile("{\"a\":" + new string('[', 100_000) + "\n");
        Assert.Contains("no valid JSON", deep.Table.Problem, StringComparison.Ordinal);
        using var nested = new JsonLinesFile(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "\n");
        Assert.Contains("no valid JSON", nested.Table.Problem, StringComparison.Ordinal);
        using var wide = new JsonLinesFile("{" + string.Join(',', Enumerable.Range(0, 1001).Select(static at => $"\"c{at}\":1")) + "}\n");
        Assert.Contains("more than 1000 columns", wide.Table.Problem, StringComparison.Ordinal);
        using var most = new JsonLinesFile("{" + string.Join(',', Enumerable.Range(0, 1000).Select(static at => $"\"c{at}\":1")) + "}\n");
        Assert.Equal(1000, most.Table.Columns.Count);
        using var key = new JsonLinesFile($"{{\"{new string('k', 1001)}\":1}}\n");
        Assert.Contains("a key has more than 1000 bytes", key.Table.Problem, StringComparison.Ordinal);
        using var digits = new JsonLinesFile($"{{\"x\":{new string('7', 1_000_000)}}}\n");
        Assert.Equal("x:String", digits.Columns);
    }

    [Fact]
    public void ALineWithoutEndIsGivenUp()
    {
        using var file = new JsonLinesFile([.. "{\"a\":1}\n\""u8, .. new byte[(64 * 1024 * 1024) + 1]]);
        Assert.Contains("line 2: it has more than 64 million bytes", file.Table.Problem, StringComparison.Ordinal);
        var rows = new JsonRows<long>(file.Dataset([new("a", DatasetColumnType.Int64)]), static fields => fields.GetInt64(0));
        Assert.Contains("(2): it has more than 64 million bytes", Assert.Throws<RowException>(() => rows.Count()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("price=decimal", "id:Int64 price:Decimal")] // Written as text, as those do who want it exact.
    [InlineData("id=int|price=string", "id:Int32 price:String")]
    public void AProjectMayGiveColumnsOtherTypes(string schema, string types)
    {
        using var file = new JsonLinesFile("{\"id\":1,\"price\":\"9.99\"}\n");
        Assert.Equal(types, string.Join(' ', file.Table.ColumnsBy(schema).Select(static column => $"{column.Name}:{column.Type}")));
    }

    [Fact]
    public void ASchemaThatDoesNotFitSaysWhatAndWhereAndOfSensitiveDataOnlyWhere()
    {
        using var file = new JsonLinesFile("{\"id\":1}\n\n{\"id\":2.5}\n{}\n");
        Assert.Equal("column 'id' has values that are no int, the first '2.5' in line 3", Assert.Throws<FormatException>(() => file.Table.ColumnsBy("id=int")).Message);
        Assert.Equal("column 'id' has values that are no int, the first in line 3", Assert.Throws<FormatException>(() => file.Table.ColumnsBy("id=int", isSensitive: true)).Message);
        Assert.Equal("column 'id' has blank values, the first in line 4: its type must be double?", Assert.Throws<FormatException>(() => file.Table.ColumnsBy("id=double")).Message);
    }

    [Fact]
    public void NdjsonIsTheSame()
    {
        using var file = new JsonLinesFile("{\"a\":1}\n"u8.ToArray(), ".NDJSON");
        Assert.Equal("a:Int64", file.Columns);
    }
}
