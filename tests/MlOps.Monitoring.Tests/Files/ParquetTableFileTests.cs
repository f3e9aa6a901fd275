using MlOps.Monitoring.Parquet;
using MlOps.Tests;
using Parquet;
using Parquet.Schema;

namespace MlOps.Monitoring.Tests.Files;

/// <summary>Parquet files become tables and profiles as CSV files of the same rows do.</summary>
public sealed class ParquetTableFileTests : IDisposable
{
    private static readonly DataField X = new("x", typeof(double), isNullable: true);
    private static readonly DataField N = new("n", typeof(int), isNullable: false);
    private static readonly DataField City = new("city", typeof(string), isNullable: true);
    private static readonly DataField Flag = new("flag", typeof(bool), isNullable: true);

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AllRowGroupsMakeOneTable()
    {
        var file = await Write();
        var table = await ParquetTableFile.ReadAsync(file, cancellationToken: Cancellation);

        Assert.True(ParquetTableFile.IsParquet(file));
        Assert.Equal(["x", "n", "city", "flag"], table.Columns.Select(static column => column.Name));
        Assert.Equal([1.5, double.NaN, 3, 1.5, double.NaN, 3], Assert.IsType<NumberColumn>(table.Find("x")).Values);
        Assert.Equal([1, 2, 3, 1, 2, 3], Assert.IsType<NumberColumn>(table.Find("n")).Values);
        Assert.True(Assert.IsType<NumberColumn>(table.Find("n")).IsInteger);
        Assert.Equal(["Rome", "Oslo", null, "Rome", "Oslo", null], Texts(table, "city"));
        Assert.Equal(["True", null, "False", "True", null, "False"], Texts(table, "flag"));
    }

    [Fact]
    public async Task TheProfileIsThatOfTheTable()
    {
        var file = await Write();
        var table = await ParquetTableFile.ReadAsync(file, cancellationToken: Cancellation);
        Assert.Equal(DatasetProfile.Of(table, cancellationToken: Cancellation).ToBytes(), (await ParquetTableFile.ProfileAsync(file, cancellationToken: Cancellation)).ToBytes());
    }

    [Fact]
    public async Task EveryKindOfColumnIsReadWithItsNullsFromAllRowGroups()
    {
        var kinds = new Kinds(_folder.PathOf("kinds.parquet"));
        await kinds.WriteAsync(Cancellation);
        var table = await ParquetTableFile.ReadAsync(kinds.File, cancellationToken: Cancellation);

        Assert.Equal(Kinds.Names, table.Columns.Select(static column => column.Name));
        Assert.All(Kinds.Numbers, name => Assert.Equal([1, double.NaN, 3, 1, double.NaN, 3], Assert.IsType<NumberColumn>(table.Find(name)).Values));
        Assert.All(Kinds.Levels, pair => Assert.Equal([pair.First, null, pair.Last, pair.First, null, pair.Last], Texts(table, pair.Name)));
        Assert.Equal(
            DatasetProfile.Of(table, cancellationToken: Cancellation).ToBytes(),
            (await ParquetTableFile.ProfileAsync(kinds.File, cancellationToken: Cancellation)).ToBytes());
    }

    [Fact]
    public async Task SensitiveColumnsOfParquetAreHashed()
    {
        var profile = await ParquetTableFile.ProfileAsync(await Write(), profile: new ProfileOptions { Sensitive = ["x", "city"] }, cancellationToken: Cancellation);
        Assert.All(new[] { "x", "city" }, name => Assert.False(Assert.IsType<LevelProfile>(profile.Find(name)).Salt.IsEmpty));
        Assert.DoesNotContain("Rome", System.Text.Encoding.UTF8.GetString(profile.ToBytes()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NumbersThatAreCategoricalAreLevels()
    {
        var options = new TableOptions { Types = new Dictionary<string, ColumnType> { ["n"] = ColumnType.Categorical } };
        Assert.Equal(["1", "2", "3", "1", "2", "3"], Texts(await ParquetTableFile.ReadAsync(await Write(), options, Cancellation), "n"));
    }

    [Fact]
    public async Task AFileThatIsCutOffIsToldByItsName()
    {
        var file = await Write();
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file, Cancellation))[..^20], Cancellation);
        var fault = await Assert.ThrowsAsync<TableException>(() => ParquetTableFile.ReadAsync(file, cancellationToken: Cancellation));
        Assert.StartsWith($"{file}: it cannot be read as Parquet: ", fault.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Texts(Table table, string name)
    {
        var column = Assert.IsType<LevelColumn>(table.Find(name));
        return column.Codes.ToArray().Select(code => code == LevelColumn.Missing ? null : column.Levels[code]);
    }

    private async Task<string> Write()
    {
        var file = _folder.PathOf("rows.parquet");
        await using var stream = File.Create(file);
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(X, N, City, Flag), stream, cancellationToken: Cancellation);
        await using (writer)
        {
            for (var group = 0; group < 2; group++)
            {
                using var rows = writer.CreateRowGroup();
                await rows.WriteAsync(X, (ReadOnlyMemory<double?>)new double?[] { 1.5, null, 3 }, cancellationToken: Cancellation);
                await rows.WriteAsync(N, (ReadOnlyMemory<int>)new[] { 1, 2, 3 }, cancellationToken: Cancellation);
                await rows.WriteAsync(City, (IReadOnlyCollection<string>)["Rome", "Oslo", null!]);
                await rows.WriteAsync(Flag, (ReadOnlyMemory<bool?>)new bool?[] { true, null, false }, cancellationToken: Cancellation);
            }
        }

        return file;
    }
}
