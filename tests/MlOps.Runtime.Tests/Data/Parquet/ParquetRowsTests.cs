using CsCheck;
using MlOps.Data.Parquet;
using Parquet;
using Parquet.Schema;

namespace MlOps.Tests.Data.Parquet;

/// <summary>What the build finds in a Parquet file, and what a program reads of it.</summary>
public sealed class ParquetRowsTests
{
    private static readonly DataField<long> Id = new("id", false);
    private static readonly DataField<double> X = new("x", true);

    [Fact]
    public async Task RowsOfAllGroupsAreReadWithTheirNulls()
    {
        using var file = new ParquetFile(await Write([(1, 1.5), (2, null)], [], [(3, 2.5)]));
        Assert.Equal(("id:Int64 x:Double?", 3L, null), (file.Columns, file.Table.RowCount, file.Table.LeftOut));
        Assert.Equal([[1L, 1.5], [2L, null], [3L, 2.5]], file.Rows());
    }

    [Fact]
    public async Task AColumnThatMayHaveNullsAndHasNoneIsNotNullable()
    {
        using var file = new ParquetFile(await Write([(1, 1.5)]));
        Assert.Equal("id:Int64 x:Double", file.Columns);
        Assert.Equal([[1L, 1.5]], file.Rows());
        Assert.Equal("Int64 Double?", Csv.CsvFile.Show(file.Table.ColumnsBy("x=double?")));
        Assert.Contains("column 'x' has values that are no float", Assert.Throws<FormatException>(() => file.Table.ColumnsBy("x=float")).Message);
    }

    [Fact]
    public async Task AFileThatChangedSaysWhereItIsNotWhatTheBuildSaw()
    {
        using var file = new ParquetFile(await Write([(1, 1.5), (2, null)]));
        Assert.Contains("(2): column 'x' is blank", Fault(file, [new("x", DatasetColumnType.Double)], static fields => fields.GetDouble(0)));
        Assert.Contains("column 'y', which the build saw, is missing. Build again", Fault(file, [new("y", DatasetColumnType.Double)], static fields => fields.GetDouble(0)));
        Assert.Contains("column 'x' is Double where the build saw string. Build again", Fault(file, [new("x", DatasetColumnType.String)], static fields => 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1")]
    [InlineData("PAR1....PAR1")]
    [InlineData("no parquet at all")]
    public void WhatIsNoParquetFileIsNoTable(string text)
    {
        using var file = new ParquetFile(System.Text.Encoding.ASCII.GetBytes(text));
        Assert.NotNull(file.Table.Problem);
        Assert.Contains("it cannot be read as Parquet", Fault(file, [new("x", DatasetColumnType.Double)], static fields => fields.GetDouble(0)));
    }

    [Fact]
    public async Task ABrokenFooterIsAProblemAndNeverMore()
    {
        var content = await Write([(1, 1.5)], [(2, null)]);
        var length = BitConverter.ToInt32(content, content.Length - 8);
        var footer = content[^(8 + length)..^8];
        Gen.Select(Gen.Int[0, length - 1], Gen.Byte, Gen.Int[0, length]).Sample(
            (at, value, end) =>
            {
                var broken = footer.ToArray();
                broken[at] = value;
                foreach (var bytes in new[] { broken, footer[..end], [value, .. footer] })
                {
                    try
                    {
                        _ = ParquetProfiler.Profile(ParquetFooter.Parse(bytes));
                    }
                    catch (InvalidDataException)
                    {
                        // As it should be.
                    }
                }
            },
            iter: 20_000);
    }

    [Fact]
    public void RandomBytesAreNoFooter() =>
        Gen.Byte.Array[0, 200].Sample(
            static bytes =>
            {
                try
                {
                    _ = ParquetProfiler.Profile(ParquetFooter.Parse(bytes));
                }
                catch (InvalidDataException)
                {
                    // As it should be.
                }
            },
            iter: 20_000);

    [Fact]
    public Task AnyRowsReadBackAsTheyWereWritten() =>
        Gen.Select(Gen.Long, Gen.Select(Gen.Bool, Gen.Double, static (isNull, value) => isNull ? (double?)null : value)).Array[0, 50].Array[1, 3].SampleAsync(
            static async groups =>
            {
                using var file = new ParquetFile(await Write(groups));
                Assert.Equal(groups.SelectMany(static rows => rows).Select(static row => new object?[] { row.Item1, row.Item2 }), file.Rows());
            },
            iter: 100);

    private static string Fault(ParquetFile file, DatasetColumn[] columns, ParquetRowParser<double> parse)
    {
        var rows = new ParquetRows<double>(file.Dataset(columns), parse);
        return Assert.Throws<RowException>(() => rows.Count()).Message;
    }

    private static Task<byte[]> Write(params (long Id, double? X)[][] groups) => ParquetFile.Write(
        new ParquetSchema(Id, X),
        [.. groups.Select(static rows => (Func<ParquetRowGroupWriter, ValueTask>)(async group =>
        {
            await group.WriteAsync(Id, (ReadOnlyMemory<long>)rows.Select(static row => row.Id).ToArray());
            await group.WriteAsync(X, (ReadOnlyMemory<double?>)rows.Select(static row => row.X).ToArray());
        }))]);
}
