using MlOps.Data.Csv;
using MlOps.Data.JsonLines;
using MlOps.Data.Parquet;

namespace MlOps.Data.Tables;

/// <summary>The formats whose rows get a type, by the names of files.</summary>
internal static class TableFormats
{
    internal static TableFormat Of(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".CSV" => TableFormat.Csv,
        ".PARQUET" => TableFormat.Parquet,
        ".JSONL" or ".NDJSON" => TableFormat.JsonLines,
        _ => TableFormat.None,
    };

    internal static bool IsTable(string file) => Of(file) != TableFormat.None;

    internal static ITableProfiler? Profiler(string file, CancellationToken cancellationToken) => Of(file) switch
    {
        TableFormat.Csv => new CsvProfiler(file, cancellationToken),
        TableFormat.JsonLines => new JsonLinesProfiler(cancellationToken),
        TableFormat.Parquet => new ParquetProfiler(file),
        _ => null,
    };

    /// <summary>The first value of a column of which something is true, and where it is; null where that cannot be told.</summary>
    internal static (long Line, string Text)? Find(string file, string column, int at, Func<ReadOnlySpan<char>, bool> predicate) => Of(file) switch
    {
        TableFormat.Csv => CsvSampler.Find(file, at, predicate),
        TableFormat.JsonLines => JsonLinesFinder.Find(file, column, predicate),
        _ => null,
    };
}
