using System.Security.Cryptography;
using System.Text;
using MlOps.Data;

namespace MlOps.Tests.Data.Csv;

/// <summary>A CSV file of a test's own, as the build sees it and as a program reads it.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly TempFolder _folder = new();

    public CsvFile(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    public CsvFile(byte[] content)
    {
        Path = _folder.PathOf($"{Guid.NewGuid():n}.csv");
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    public DatasetTable Table => DatasetVersioner.Version(Path, DatasetMode.Off, _folder.Root, cancellationToken: TestContext.Current.CancellationToken).Table!;

    /// <summary>The types that were found, as C# writes them: <c>double? string</c>.</summary>
    public string Types => Show(Table.Columns);

    public static string Show(IEnumerable<DatasetColumn> columns) =>
        string.Join(' ', columns.Select(static column => column.Type + (column.IsNullable ? "?" : "")));

    /// <summary>The data set with the columns that the build finds; its path leads from the program's folder to the file.</summary>
    public Dataset Dataset(IReadOnlyList<DatasetColumn>? columns = null) => new(
        "table",
        System.IO.Path.GetRelativePath(AppContext.BaseDirectory, Path).Replace('\\', '/'),
        Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(Path))),
        new FileInfo(Path).Length)
    {
        Columns = columns ?? Table.Columns,
        RowCount = Table.RowCount,
    };

    /// <summary>All rows as texts.</summary>
    public string[][] Texts()
    {
        var columns = Table.Columns.Select(static column => column with { Type = DatasetColumnType.String, IsNullable = false }).ToArray();
        return [.. new CsvRows<string[]>(Dataset(columns), fields =>
        {
            var texts = new string[columns.Length];
            for (var at = 0; at < texts.Length; at++)
            {
                texts[at] = fields.GetString(at);
            }

            return texts;
        })];
    }

    public void Dispose() => _folder.Dispose();
}
