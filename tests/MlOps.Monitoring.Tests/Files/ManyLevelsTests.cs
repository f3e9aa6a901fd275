using System.Globalization;
using System.Text;
using MlOps.Tests;

namespace MlOps.Monitoring.Tests.Files;

/// <summary>A million categories, infinite values, files without rows: a defined result, in bounded memory.</summary>
public sealed class ManyLevelsTests : IDisposable
{
    private const int Million = 1_000_000;

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AMillionCategoriesLeaveASmallProfileAndAVerdict()
    {
        var (then, now) = (Ids("then.csv", 0), Ids("now.csv", Million));
        var (reference, current) = (await TableFile.ProfileAsync(then, cancellationToken: Cancellation), await TableFile.ProfileAsync(now, cancellationToken: Cancellation));
        Assert.InRange(reference.ToBytes().Length, 1000, 1 << 20);

        var report = DriftDetector.Compare(reference, current, cancellationToken: Cancellation);
        Assert.Equal(["id", "x"], report.Columns.Select(static column => column.Name));
        Assert.True(report.Columns[0] is { Score: not null } or { Reason: not null, Drift: false });
        Assert.False(report.Columns[1].Drift);
        Assert.InRange(Encoding.UTF8.GetByteCount(report.ToHtml()) + report.ToJson().Length, 1, 100_000);
    }

    [Theory]
    [InlineData(DriftMode.Calibrated)]
    [InlineData(DriftMode.Evidently)]
    public async Task AMillionCategoriesInMemoryAreComparedInBothModes(DriftMode mode)
    {
        var table = await TableFile.ReadAsync(Ids("then.csv", 0), new TableOptions { Types = new Dictionary<string, ColumnType> { ["id"] = ColumnType.Categorical } }, Cancellation);
        var report = DriftDetector.Compare(table, table, new DriftOptions { Mode = mode }, Cancellation);
        Assert.Equal(Million, Assert.IsType<LevelColumn>(table.Find("id")).Levels.Count);
        Assert.All(report.Columns, static column => Assert.False(column.Drift));
        Assert.All(report.Columns, static column => Assert.True(column.Score is { } score && double.IsFinite(score) || column.Reason is { Length: > 0 }));
    }

    [Fact]
    public async Task InfiniteValuesAreNoValuesAndNoVerdictIsMadeOfThem()
    {
        var finite = Write("finite.csv", "x,y\n" + Rows(static row => $"{row},{row}.5\n"));
        var infinite = Write("infinite.csv", "x,y\n" + Rows(static row => $"{(row % 2 == 0 ? "inf" : "-Infinity")},{row}.5\n"));
        foreach (var mode in Enum.GetValues<DriftMode>())
        {
            var report = DriftDetector.Compare(await Read(finite), await Read(infinite), new DriftOptions { Mode = mode }, Cancellation);
            Assert.True(report.Columns[0].Score is null or double.NaN);
            Assert.NotNull(report.Columns[0].Reason);
            Assert.Equal(200, report.Columns[0].Current.Infinite);
            Assert.Equal(1, report.Columns[1].Score!.Value, 9); // The column beside it is compared as ever.
        }
    }

    [Fact]
    public async Task AFileWithoutRowsGivesAReasonForEachColumn()
    {
        var (header, rows) = (Write("header.csv", "x,city"), Write("rows.csv", "x,city\n1.5,Rome\n2.5,Oslo\n"));
        foreach (var mode in Enum.GetValues<DriftMode>())
        {
            foreach (var (reference, current) in new[] { (header, rows), (rows, header), (header, header) })
            {
                var report = DriftDetector.Compare(await Read(reference), await Read(current), new DriftOptions { Mode = mode }, Cancellation);
                Assert.False(report.Dataset.Drift);
                Assert.All(report.Columns, static column => Assert.False(string.IsNullOrEmpty(column.Reason)));
            }
        }

        Assert.Equal(0, (await TableFile.ProfileAsync(header, cancellationToken: Cancellation)).Rows);
    }

    [Fact]
    public async Task Utf16WithoutAMarkIsToldWithACure()
    {
        var file = _folder.PathOf("rows.csv");
        await File.WriteAllBytesAsync(file, Encoding.Unicode.GetBytes("x,city\n1,Rome\n"), Cancellation);
        var fault = await Assert.ThrowsAsync<TableException>(() => Read(file));
        Assert.Equal($"{file}(1): its names have zero bytes in them: it is UTF-16 without a mark, or no text at all. Name its encoding, such as utf-16.", fault.Message);
        Assert.Equal(["x", "city"], (await TableFile.ReadAsync(file, new TableOptions { Encoding = Encoding.Unicode }, Cancellation)).Columns.Select(static column => column.Name));
    }

    [Fact]
    public async Task ATextAmongNumbersHidesNoOtherColumn()
    {
        var (numbers, mixed) = (Write("numbers.csv", "x,y\n" + Rows(static row => $"{row},{row}.5\n")), Write("mixed.csv", "x,y\n" + Rows(static row => $"{(row == 77 ? "unknown" : row)},{row + 300}.5\n")));
        var report = DriftDetector.Compare(await Read(numbers), await Read(mixed), cancellationToken: Cancellation);
        Assert.Equal("1 of 200 values of the current side, 'unknown', is no number.", report.Columns[0].Reason);
        Assert.True(report.Columns[1].Drift);
    }

    private Task<Table> Read(string file) => TableFile.ReadAsync(file, cancellationToken: Cancellation);

    private string Ids(string name, int from) => Write(name, "id,x\n" + string.Concat(Enumerable.Range(from, Million).Select(static row => string.Create(CultureInfo.InvariantCulture, $"id{row},{row % 1000}\n"))));

    private static string Rows(Func<int, string> row) => string.Concat(Enumerable.Range(0, 200).Select(at => row(at)));

    private string Write(string name, string text) => _folder.Write(name, text);
}
