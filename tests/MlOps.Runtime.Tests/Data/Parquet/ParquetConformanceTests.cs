using System.Globalization;
using System.Text;

namespace MlOps.Tests.Data.Parquet;

/// <summary>What we make of files that others wrote.</summary>
public sealed class ParquetConformanceTests
{
    private static readonly string s_folder = Repository.PathOf("tests", "MlOps.Runtime.Tests", "Conformance", "parquet");

    [Fact]
    public void FilesOfOtherWritersAreReadAsTheyAreRecorded()
    {
        var text = new StringBuilder();
        foreach (var path in Directory.EnumerateFiles(s_folder, "*.parquet").Order(StringComparer.Ordinal))
        {
            using var file = new ParquetFile(File.ReadAllBytes(path));
            var table = file.Table;
            text.Append(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}: {table.RowCount} rows\n  {table.Problem ?? file.Columns}\n");
            if (table.LeftOut is { } leftOut)
            {
                text.Append(CultureInfo.InvariantCulture, $"  left out: {leftOut}\n");
            }

            if (table.Problem is null)
            {
                AppendRows(text, file, table.RowCount);
            }
        }

        Golden.Match(Path.Combine(s_folder, "read.txt"), text.ToString());
    }

    public static TheoryData<string> BadFiles { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(s_folder, "bad"), "*.parquet").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void BrokenFilesAreRefusedOrReadAndNothingElse(string name)
    {
        using var file = new ParquetFile(File.ReadAllBytes(Path.Combine(s_folder, "bad", name)));
        if (file.Table.Problem is null)
        {
            try
            {
                _ = file.Rows();
            }
            catch (RowException fault)
            {
                Assert.StartsWith(file.Path + "(", fault.Message);
            }
        }
    }

    [Fact]
    public void AnEncryptedFileSaysSo()
    {
        using var file = new ParquetFile(File.ReadAllBytes(Path.Combine(s_folder, "bad", "encrypted.parquet")));
        Assert.Equal("it is encrypted", file.Table.Problem);
    }

    /// <summary>The first rows; or what the library beneath cannot read, so that it shows when it can.</summary>
    private static void AppendRows(StringBuilder text, ParquetFile file, long count)
    {
        try
        {
            var rows = file.Rows();
            Assert.Equal(count, rows.Length);
            foreach (var row in rows.Take(3))
            {
                text.Append("  | ").AppendJoin(" | ", row.Select(Shown)).Append('\n');
            }
        }
        catch (RowException fault)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ! {fault.Message[file.Path.Length..]}\n");
        }
    }

    private static string Shown(object? value) => value switch
    {
        null => "null",
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
