using System.Security.Cryptography;
using MlOps.Data;
using MlOps.Tests.Data.Csv;
using Parquet;
using Parquet.Schema;

namespace MlOps.Tests.Data.Parquet;

/// <summary>A Parquet file of a test's own, as the build sees it and as a program reads it.</summary>
internal sealed class ParquetFile : IDisposable
{
    private readonly TempFolder _folder = new();

    public ParquetFile(byte[] content)
    {
        Path = _folder.PathOf($"{Guid.NewGuid():n}.parquet");
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    public DatasetTable Table => DatasetVersioner.Version(Path, DatasetMode.Off, _folder.Root, cancellationToken: TestContext.Current.CancellationToken).Table!;

    /// <summary>The columns that were found: <c>a:Int64 b:String?</c>.</summary>
    public string Columns => string.Join(' ', Table.Columns.Select(static column => $"{column.Name}:{CsvFile.Show([column])}"));

    /// <summary>A file as Parquet.Net writes it.</summary>
    /// <param name="schema">Its columns.</param>
    /// <param name="groups">What writes each row group.</param>
    public static async Task<byte[]> Write(ParquetSchema schema, params Func<ParquetRowGroupWriter, ValueTask>[] groups)
    {
        using var content = new MemoryStream();
        var writer = await ParquetWriter.CreateAsync(schema, content);
        await using (writer)
        {
            foreach (var write in groups)
            {
                using var group = writer.CreateRowGroup();
                await write(group);
            }
        }

        return content.ToArray();
    }

    public Dataset Dataset(IReadOnlyList<DatasetColumn>? columns = null, bool isSensitive = false) => new(
        "trips",
        System.IO.Path.GetRelativePath(AppContext.BaseDirectory, Path).Replace('\\', '/'),
        Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(Path))),
        new FileInfo(Path).Length)
    {
        Columns = columns ?? Table.Columns,
        IsSensitive = isSensitive,
    };

    /// <summary>All rows, each value as the type that was found for it.</summary>
    public object?[][] Rows()
    {
        var columns = Table.Columns;
        return [.. new ParquetRows<object?[]>(Dataset(), fields =>
        {
            var row = new object?[columns.Count];
            for (var at = 0; at < row.Length; at++)
            {
                row[at] = columns[at].Type switch
                {
                    DatasetColumnType.String => fields.GetStringOrNull(at),
                    DatasetColumnType.Boolean => fields.GetBooleanOrNull(at),
                    DatasetColumnType.Int32 => fields.GetInt32OrNull(at),
                    DatasetColumnType.Int64 => fields.GetInt64OrNull(at),
                    DatasetColumnType.Single => fields.GetSingleOrNull(at),
                    DatasetColumnType.Double => fields.GetDoubleOrNull(at),
                    DatasetColumnType.Decimal => fields.GetDecimalOrNull(at),
                    DatasetColumnType.DateOnly => fields.GetDateOnlyOrNull(at),
                    DatasetColumnType.DateTime => fields.GetDateTimeOrNull(at),
                    DatasetColumnType.DateTimeOffset => fields.GetDateTimeOffsetOrNull(at),
                    _ => fields.GetGuidOrNull(at),
                };
            }

            return row;
        })];
    }

    public void Dispose() => _folder.Dispose();
}
