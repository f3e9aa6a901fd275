using System.Text.Json;
using MlOps.Monitoring.Reports;

namespace MlOps.Monitoring;

/// <summary>Comparisons over time: kept in a file, put together from several, and compared with each other. Immutable.</summary>
/// <example>
/// <code>
/// var history = File.Exists(path) ? await DriftHistory.LoadAsync(path) : new DriftHistory([]);
/// history = history.Add(new DriftSnapshot(DateTimeOffset.UtcNow, "daily", report));
/// await history.SaveAsync(path);
/// foreach (var change in history.Changes()) { … }   // since the snapshot before the last
/// </code>
/// </example>
public sealed class DriftHistory
{
    private const long MaximumSize = 1 << 28;

    /// <param name="snapshots">The comparisons, in any order; of those of one time and name the last counts.</param>
    public DriftHistory(IEnumerable<DriftSnapshot> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        Snapshots =
        [
            .. snapshots.GroupBy(static snapshot => (snapshot.Time.UtcTicks, snapshot.Name)).Select(static same => same.Last())
                .OrderBy(static snapshot => snapshot.Time).ThenBy(static snapshot => snapshot.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The comparisons, the earliest first.</summary>
    public IReadOnlyList<DriftSnapshot> Snapshots { get; }

    /// <summary>This history and one more snapshot.</summary>
    public DriftHistory Add(DriftSnapshot snapshot) => new(Snapshots.Append(snapshot));

    /// <summary>The snapshots of both; what both have is there once.</summary>
    public DriftHistory Merge(DriftHistory other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Snapshots.Concat(other.Snapshots));
    }

    /// <summary>The verdicts on a column over time, the earliest first; snapshots without it are left out.</summary>
    public IReadOnlyList<(DateTimeOffset Time, ColumnDrift Verdict)> Of(string column) =>
    [
        .. from snapshot in Snapshots
           let verdict = snapshot.Report.Columns.FirstOrDefault(verdict => verdict.Name == column)
           where verdict is not null
           select (snapshot.Time, verdict),
    ];

    /// <summary>What changed between the last two snapshots; nothing while there are fewer.</summary>
    public IReadOnlyList<DriftChange> Changes() => Snapshots is [.., var before, var after] ? Changes(before.Report, after.Report) : [];

    /// <summary>The columns on which the verdicts of two reports differ: drift came or went, another test was used, or one of them has no such column.</summary>
    public static IReadOnlyList<DriftChange> Changes(DriftReport before, DriftReport after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (then, now) = (before.Columns.ToDictionary(static column => column.Name), after.Columns.ToDictionary(static column => column.Name));
        return
        [
            .. then.Keys.Union(now.Keys)
                .Select(name => new DriftChange(name, then.GetValueOrDefault(name), now.GetValueOrDefault(name)))
                .Where(static change => change.Before?.Drift != change.After?.Drift || change.Before?.Method != change.After?.Method || change.Before?.Type != change.After?.Type),
        ];
    }

    /// <summary>Reads what <see cref="SaveAsync"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is no history.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<DriftHistory> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var length = new FileInfo(path).Length;
        if (length == 0)
        {
            throw new InvalidDataException($"'{path}' cannot be read as a history of comparisons: it is empty, or no file.");
        }

        if (length > MaximumSize)
        {
            throw new InvalidDataException($"'{path}' has more than {MaximumSize} bytes, which no history of comparisons has.");
        }

        var stream = File.OpenRead(path);
        await using var closing = stream.ConfigureAwait(false);
        try
        {
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false);
            return new DriftHistory(document.RootElement.GetProperty("snapshots").EnumerateArray().Select(static snapshot => new DriftSnapshot(
                snapshot.GetProperty("time").GetDateTimeOffset(), snapshot.GetProperty("name").GetString() ?? "", DriftJsonReader.Read(snapshot.GetProperty("report")))));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidDataException)
        {
            throw new InvalidDataException($"'{path}' cannot be read as a history of comparisons: {fault.Message}", fault);
        }
    }

    /// <summary>Writes all snapshots to a file, in the place of one that is there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, DriftJson.Options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("snapshots");
            foreach (var snapshot in Snapshots)
            {
                writer.WriteStartObject();
                writer.WriteString("time", snapshot.Time);
                writer.WriteString("name", snapshot.Name);
                writer.WritePropertyName("report");
                DriftJson.Write(writer, snapshot.Report);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        // Beside it first: a history that grows for months must not be lost to a crash while it is written.
        var beside = $"{path}.{Guid.NewGuid():n}.tmp";
        await File.WriteAllBytesAsync(beside, buffer.ToArray(), cancellationToken).ConfigureAwait(false);
        File.Move(beside, path, overwrite: true);
    }
}
