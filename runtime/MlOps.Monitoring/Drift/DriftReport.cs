using System.Text;
using System.Text.Json;
using MlOps.Monitoring.Reports;

namespace MlOps.Monitoring;

/// <summary>What a comparison of two sets of rows found.</summary>
/// <param name="Mode">By what rules.</param>
/// <param name="Dataset">The verdict on all columns together.</param>
/// <param name="Columns">The verdict on each, in the order of the reference.</param>
public sealed record DriftReport(DriftMode Mode, DatasetDrift Dataset, IReadOnlyList<ColumnDrift> Columns)
{
    /// <summary>Writes it as JSON, the document that <c>mlops drift --json</c> prints (<c>docs/drift.md</c>).</summary>
    public void WriteJson(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var writer = new Utf8JsonWriter(output, DriftJson.Options);
        DriftJson.Write(writer, this);
    }

    /// <summary>The same as text.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        WriteJson(buffer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>A page that tells it to people: one file, readable without scripts, of the same size however many rows there were.</summary>
    public string ToHtml() => DriftHtml.Page(this);
}

/// <summary>The verdict on all columns together.</summary>
/// <param name="Drift">Whether the data set drifts.</param>
/// <param name="Share">The share of drifted columns, 0 … 1.</param>
/// <param name="Drifted">The number of drifted columns.</param>
/// <param name="Columns">The number of compared columns.</param>
public sealed record DatasetDrift(bool Drift, double Share, int Drifted, int Columns);
