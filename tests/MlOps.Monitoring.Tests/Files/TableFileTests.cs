using System.Globalization;
using System.Text;
using CsCheck;
using MlOps.Tests;

namespace MlOps.Monitoring.Tests.Files;

/// <summary>CSV files become tables by the rules of pandas; what is no table is told with its place.</summary>
public sealed class TableFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task NumbersTextsAndMissingValuesAreTold()
    {
        var table = await Read("x,n,c,empty\n1.5,1,a,\n,2,NA,\n-inf,-3,b,NaN\n 2e3 ,+4,a,n/a\n");

        Assert.Equal([1.5, double.NaN, double.NegativeInfinity, 2000], Numbers(table, "x"));
        Assert.Equal([1, 2, -3, 4], Numbers(table, "n"));
        Assert.True(Assert.IsType<NumberColumn>(table.Find("n")).IsInteger);
        Assert.False(Assert.IsType<NumberColumn>(table.Find("x")).IsInteger);
        Assert.Equal(["a", null, "b", "a"], Texts(table, "c"));
        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN], Numbers(table, "empty"));
    }

    [Fact]
    public async Task AnIntegerThatIsMissingMakesTheOthersNumbersWithAPoint() =>
        Assert.False(Assert.IsType<NumberColumn>((await Read("n,m\n1,1\n,2\n")).Find("n")).IsInteger);

    [Fact]
    public async Task OneTextLateInTheFileMakesAllOfItsColumnTextsAndNoOther()
    {
        var rows = string.Concat(Enumerable.Range(0, 5000).Select(static row => string.Create(CultureInfo.InvariantCulture, $"0{row},{row}\n")));
        var table = await Read($"code,x\n{rows}none,7\n");

        Assert.Equal("00", Texts(table, "code")[0]);
        Assert.Equal("none", Texts(table, "code")[^1]);
        Assert.Equal(7, Numbers(table, "x")[^1]);
    }

    [Fact]
    public async Task AColumnThatIsSaidToBeCategoricalKeepsItsTexts()
    {
        var types = new Dictionary<string, ColumnType> { ["zip"] = ColumnType.Categorical };
        Assert.Equal(["01", "1"], Texts(await Read("zip,x\n01,1\n1,2\n", new TableOptions { Types = types }), "zip"));
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    public async Task TheDelimiterIsFoundOut(string delimiter)
    {
        var table = await Read($"a{delimiter}b{delimiter}c\n1{delimiter}2{delimiter}x\n3{delimiter}4{delimiter}\"y, z; u\"\n");
        Assert.Equal(["a", "b", "c"], table.Columns.Select(static column => column.Name));
        Assert.Equal([2, 4], Numbers(table, "b"));
    }

    [Fact]
    public async Task ACommaWithinNumbersDoesNotHideTheSemicolonsBetweenThem() =>
        Assert.Equal(["1,5", "2,5"], Texts(await Read("a;b\n1,5;x\n2,5;y\n"), "a"));

    [Fact]
    public async Task OtherEncodingsAreReadByTheirMarkOrWhenNamed()
    {
        const string Text = "größe,c\n1,ü\n2,é\n";
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            var table = await ReadBytes([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]);
            Assert.Equal(["ü", "é"], Texts(table, "c"));
            Assert.Equal([1, 2], Numbers(table, "größe"));
        }

        Assert.Equal(["ü", "é"], Texts(await ReadBytes(Encoding.Latin1.GetBytes(Text), new TableOptions { Encoding = Encoding.Latin1 }), "c"));
    }

    [Fact]
    public async Task AColumnWithoutANameIsCalledAsPandasDoes() =>
        Assert.Equal(["Unnamed: 0", "x"], (await Read(",x\n0,1\n")).Columns.Select(static column => column.Name));

    [Theory]
    [InlineData("a,b\n1,2\n\"x\ny\",3\n1,2,3\n", 5, "3 fields where the header has 2. Correct the line, or name the delimiter if it is not ','")]
    [InlineData("a,b\n1,2\n1\n", 3, "1 fields where the header has 2")]
    [InlineData("", 0, "it is empty, without even a header. A table begins with a line of names")]
    [InlineData("a,b,a\n1,2,3\n", 1, "two columns are called 'a'. Rename one")]
    [InlineData("a,b\n1,2\n3,\"x\"y\n", 3, "a quoted field does not end as it must")]
    public async Task WhatIsNoTableIsToldWithItsLine(string text, long line, string problem)
    {
        var fault = await Assert.ThrowsAsync<TableException>(() => Read(text));

        Assert.Equal(line, fault.Line);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.Root, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true,False,TRUE,,false,true", "True=3 False=2")]
    [InlineData("true,False,TRUE,maybe", "true=1 False=1 TRUE=1 maybe=1")]
    public async Task TruthsAreOneLevelHoweverTheyAreWritten(string fields, string levels)
    {
        var file = _folder.Write("truths.csv", "x,y\n" + string.Concat(fields.Split(',').Select(static field => $"{field},1\n")));
        var column = (LevelColumn)(await TableFile.ReadAsync(file, cancellationToken: TestContext.Current.CancellationToken)).Columns[0];
        Assert.Equal(levels.Split(' '), column.Levels.Select((level, code) => $"{level}={column.Codes.Count(code)}"));

        var profile = (await TableFile.ProfileAsync(file, cancellationToken: TestContext.Current.CancellationToken)).Columns[0];
        Assert.Equal(levels.Split(' ').Order(), profile.Summarize().Levels.Select(static level => $"{level.Level}={level.Count}").Order());
    }

    [Theory]
    [InlineData(1000, 1, 0, true)] // A stray text.
    [InlineData(5000, 1, 4000, true)] // Beyond the first records.
    [InlineData(1000, 300, 0, true)] // A third is '?': the numbers hardly repeat, so they are no levels.
    [InlineData(1000, 1001, 0, false)] // Mostly texts.
    [InlineData(1000, 10, 0, true, 50)]
    [InlineData(1000, 20, 0, false, 50)] // Codes, most of which are digits.
    [InlineData(5000, 100, 4000, false, 50)]
    [InlineData(1000, 1, 0, false, 10)] // Children: 0, 1, 2, 3+.
    public async Task AProfileCountsTextsThatStrayedAmongNumbers(int numbers, int texts, int after, bool areNumbers, int different = 100_000)
    {
        var rows = Enumerable.Range(0, numbers).Select(row => (row % different).ToString(CultureInfo.InvariantCulture)).ToList();
        rows.InsertRange(after, Enumerable.Repeat("?", texts));
        var file = _folder.Write("mixed.csv", "x,y\n" + string.Concat(rows.Select(static row => $"{row},1\n")));
        var column = (await TableFile.ProfileAsync(file, cancellationToken: TestContext.Current.CancellationToken)).Columns[0];

        Assert.Equal(numbers + texts, column.Rows);
        Assert.Equal(areNumbers, column is NumberProfile);
        var told = await TableFile.ProfileAsync(file, new TableOptions { Types = new Dictionary<string, ColumnType> { ["x"] = ColumnType.Numeric } }, cancellationToken: TestContext.Current.CancellationToken);
        var profile = Assert.IsType<NumberProfile>(areNumbers ? column : told.Columns[0]);
        Assert.Equal((numbers + texts, texts, 0), (profile.Rows, profile.Texts, profile.Missing));
        Assert.Equal(Math.Min(numbers, different) - 1, profile.Summarize().Quantiles[^1]);
        Assert.Equal($"'?' in line {after + 2}", profile.FirstText!.ToString());
    }

    [Fact]
    public async Task AWrongDelimiterIsToldByTheOneThatTheHeaderHas()
    {
        var fault = await Assert.ThrowsAsync<TableException>(() => Read("a;b\n1;2\n", new TableOptions { Delimiter = ',' }));
        Assert.Contains("one column, called 'a;b'. Is the delimiter ';' and not ','?", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1F8B0800000000", "it is compressed with gzip. Unpack it first")]
    [InlineData("504B030414000600", "it is a zip archive, such as a workbook of Excel. Save its table as CSV or Parquet")]
    [InlineData("7B2261223A317D0A7B2261223A327D0A", "it is JSON, and no table of lines with fields")]
    [InlineData("5B7B2261223A317D5D", "it is JSON, and no table of lines with fields")]
    [InlineData("00000000000000000000", "it begins with zero bytes, which no text does")]
    public async Task FilesOfOtherKindsAreCalledWhatTheyAre(string bytes, string problem) =>
        Assert.Contains(problem, (await Assert.ThrowsAsync<TableException>(() => ReadBytes(Convert.FromHexString(bytes)))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task BytesThatAreNoUtf8AreToldWithTheirLineAndACure()
    {
        var fault = await Assert.ThrowsAsync<TableException>(() => ReadBytes(Encoding.Latin1.GetBytes("a,b\n1,x\n2,ü\n")));
        Assert.Equal(3, fault.Line);
        Assert.Contains("it is not UTF-8 text. Name its encoding, such as latin1, or save it as UTF-8", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhateverLevelsAreWrittenComeBackWithTheirCodes() =>
        await Gen.String[Gen.Char["ab\",\n é"], 0, 4].Array[1, 300].SampleAsync(async texts =>
        {
            var table = await Read("i,c\n" + string.Concat(texts.Select(static text => $"0,\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n")), new TableOptions { Delimiter = ',' });
            Assert.Equal(texts.Select(static text => text.Length == 0 ? null : text), Texts(table, "c", texts));
        }, iter: 100);

    private static double[] Numbers(Table table, string name) => Assert.IsType<NumberColumn>(table.Find(name)).Values.ToArray();

    private static string?[] Texts(Table table, string name, string[]? written = null)
    {
        if (written is not null && Array.TrueForAll(written, static text => text.Length == 0))
        {
            return Array.ConvertAll(Numbers(table, name), static _ => (string?)null);
        }

        var column = Assert.IsType<LevelColumn>(table.Find(name));
        return [.. column.Codes.ToArray().Select(code => code == LevelColumn.Missing ? null : column.Levels[code])];
    }

    private Task<Table> Read(string text, TableOptions? options = null) => ReadBytes(Encoding.UTF8.GetBytes(text), options);

    private Task<Table> ReadBytes(byte[] content, TableOptions? options = null)
    {
        var file = Path.Combine(_folder.Root, $"{Guid.NewGuid():n}.csv");
        File.WriteAllBytes(file, content);
        return TableFile.ReadAsync(file, options, TestContext.Current.CancellationToken);
    }
}
