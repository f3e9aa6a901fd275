using System.Security.Cryptography;
using System.Text;
using MlOps.Data;
using MlOps.Tests.Data.Csv;

namespace MlOps.Tests.Data.JsonLines;

/// <summary>A JSON Lines file of a test's own, as the build sees it and as a program reads it.</summary>
internal sealed class JsonLinesFile : IDisposable
{
    private readonly TempFolder _folder = new();

    public JsonLinesFile(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    public JsonLinesFile(byte[] content, string extension = ".jsonl")
    {
        Path = _folder.PathOf($"{Guid.NewGuid():n}{extension}");
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    public DatasetTable Table => DatasetVersioner.Version(Path, DatasetMode.Off, _folder.Root, cancellationToken: TestContext.Current.CancellationToken).Table!;

    /// <summary>The columns that were found: <c>a:Int64 b:String?</c>.</summary>
    public string Columns => string.Join(' ', Table.Columns.Select(static column => $"{column.Name}:{CsvFile.Show([column])}"));

    /// <summary>The data set with the columns that the build finds; its path leads from the program's folder to the file.</summary>
    public Dataset Dataset(IReadOnlyList<DatasetColumn>? columns = null, bool isSensitive = false) => new(
        "events",
        System.IO.Path.GetRelativePath(AppContext.BaseDirectory, Path).Replace('\\', '/'),
        Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(Path))),
        new FileInfo(Path).Length)
    {
        Columns = columns ?? Table.Columns,
        RowCount = Table.RowCount,
        IsSensitive = isSensitive,
    };

    /// <summary>All rows, each value as the type that was found for it, in the order of the columns.</summary>
    public object?[][] Rows()
    {
        var columns = Table.Columns;
        return [.. new JsonRows<object?[]>(Dataset(), fields =>
        {
            var row = new object?[columns.Count];
            for (var at = 0; at < row.Length; at++)
            {
                row[at] = columns[at].Type switch
                {
                    DatasetColumnType.Int64 => fields.GetInt64OrNull(at),
                    DatasetColumnType.Double => fields.GetDoubleOrNull(at),
                    DatasetColumnType.Boolean => fields.GetBooleanOrNull(at),
                    DatasetColumnType.DateOnly => fields.GetDateOnlyOrNull(at),
                    DatasetColumnType.DateTime => fields.GetDateTimeOrNull(at),
                    DatasetColumnType.DateTimeOffset => fields.GetDateTimeOffsetOrNull(at),
                    _ => fields.GetStringOrNull(at),
                };
            }

            return row;
        })];
    }

    public void Dispose() => _folder.Dispose();
}
