namespace MlOps.Data;

/// <summary>How a table is written.</summary>
public enum TableFormat
{
    /// <summary>It is no table.</summary>
    None,

    /// <summary>Comma-separated values, <c>.csv</c>.</summary>
    Csv,

    /// <summary>One JSON object a line, <c>.jsonl</c> or <c>.ndjson</c>.</summary>
    JsonLines,

    /// <summary>Apache Parquet, <c>.parquet</c>.</summary>
    Parquet,
}
