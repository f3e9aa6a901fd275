using System.Buffers;
using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow.Delivery;

/// <summary>Points that go to a server in one call, at most as many as it takes. Used again and again.</summary>
internal sealed class MetricParcel
{
    private readonly List<MetricRow> _rows = new(LogBatch.MostValues);
    private readonly ArrayBufferWriter<byte> _buffer = new(128 * 1024);

    public int Count => _rows.Count;

    /// <summary>The row of the last point.</summary>
    public long Last => _rows[^1].Row;

    /// <summary>What was written last.</summary>
    public ReadOnlyMemory<byte> Body => _buffer.WrittenMemory;

    public void Clear() => _rows.Clear();

    public void Add(in MetricRow row) => _rows.Add(row);

    public MetricRow this[int index] => _rows[index];

    /// <summary>Writes the body of the call. It is valid until the next one is written.</summary>
    /// <param name="run">The run's id there.</param>
    /// <param name="start">The first point.</param>
    /// <param name="count">How many points.</param>
    public ReadOnlyMemory<byte> Write(string run, int start, int count)
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteString("run_id"u8, run);
        writer.WriteStartArray("metrics"u8);
        for (var index = start; index < start + count; index++)
        {
            var row = _rows[index];
            writer.WriteStartObject();
            writer.WriteString("key"u8, row.Key);
            writer.Metric("value", row.Value);
            writer.WriteNumber("timestamp"u8, row.Timestamp);
            writer.WriteNumber("step"u8, row.Step);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return Body;
    }
}

/// <summary>A point as the store has it; infinities are the greatest finite numbers there, as on MLflow's servers.</summary>
internal readonly record struct MetricRow(long Row, string Key, double Value, long Timestamp, long Step);
