using System.Globalization;

namespace MlOps.Monitoring;

/// <summary>What a window held, and how it compares.</summary>
/// <param name="Monitor">What is watched.</param>
/// <param name="Number">The number of the window, counted from 1.</param>
/// <param name="Begin">When it began, in UTC.</param>
/// <param name="End">When it ended, in UTC.</param>
/// <param name="Columns">The columns of a row.</param>
/// <param name="Profile">The summary of its rows.</param>
/// <param name="Drift">The comparison with the reference; <see langword="null"/> without one.</param>
/// <param name="Dropped">How many rows found no place and are not in it.</param>
/// <param name="Faults">How many rows could not be read and are not in it.</param>
public sealed record MonitoredWindow(
    string Monitor, long Number, DateTimeOffset Begin, DateTimeOffset End, IReadOnlyList<RowColumn> Columns, DatasetProfile Profile, DriftReport? Drift, long Dropped, long Faults)
{
    private const string Rows = "rows";
    private const string DroppedRows = "dropped";
    private const string FaultyRows = "faults";
    private const string Drifting = "drift";
    private const string DriftingColumns = "drift.columns";
    private const string DriftingShare = "drift.share";
    private const string Missing = "missing.";
    private const string Score = "drift.score.";
    private const string Effect = "drift.effect.";

    private static readonly string[] s_ofWindows = [Rows, DroppedRows, FaultyRows, Drifting, DriftingColumns, DriftingShare, .. Enum.GetValues<ColumnRole>().Select(OfRole)];
    private static readonly string[] s_ofColumns = [Missing, Score, Effect];

    /// <summary>
    /// The window in numbers: <c>rows</c>, <c>dropped</c>, <c>faults</c>; with rows and a reference <c>drift</c> (1 or 0), <c>drift.columns</c>, <c>drift.share</c>, and how many of
    /// which kind have drifted: <c>drift.features</c>, <c>drift.targets</c>, <c>drift.predictions</c>; of each column <c>missing.NAME</c> (share, infinite values included), <c>drift.score.NAME</c> (p-value) and <c>drift.effect.NAME</c>.
    /// </summary>
    public IReadOnlyDictionary<string, double> Metrics { get; } = Measure(Columns, Profile, Drift, Dropped, Faults);

    /// <summary>The window as a line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Monitor} {Number}: {Profile.Rows} rows{(Drift is null ? "" : $", {Drift.Dataset.Drifted} of {Drift.Dataset.Columns} columns drifted")}");

    /// <summary>All metrics that windows can have, for messages.</summary>
    internal static string AllMetrics => $"{string.Join(", ", s_ofWindows)}; and of each column {string.Join(", ", s_ofColumns.Select(static prefix => prefix + "NAME"))}";

    /// <summary>Whether windows can have a metric, whatever their columns are.</summary>
    internal static bool CanHave(string metric) => s_ofWindows.Contains(metric) || ColumnOf(metric) is { Length: > 0 };

    /// <summary>The column that a metric is of, where it is of one.</summary>
    internal static string? ColumnOf(string metric) =>
        Array.Find(s_ofColumns, prefix => metric.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix ? metric[prefix.Length..] : null;

    private static string OfRole(ColumnRole role) => $"drift.{role.ToString().ToLowerInvariant()}s";

    private static Dictionary<string, double> Measure(IReadOnlyList<RowColumn> columns, DatasetProfile profile, DriftReport? drift, long dropped, long faults)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal) { [Rows] = profile.Rows, [DroppedRows] = dropped, [FaultyRows] = faults };
        foreach (var column in profile.Columns.Where(static column => column.Rows > 0))
        {
            metrics[Missing + column.Name] = (double)(column.Missing + ((column as NumberProfile)?.Infinite ?? 0)) / column.Rows;
        }

        if (drift is not null)
        {
            metrics[Drifting] = drift.Dataset.Drift ? 1 : 0;
            metrics[DriftingColumns] = drift.Dataset.Drifted;
            metrics[DriftingShare] = drift.Dataset.Share;
            var drifted = drift.Columns.Where(static column => column.Drift).Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var role in columns.GroupBy(static column => column.Role))
            {
                metrics[OfRole(role.Key)] = role.Count(column => drifted.Contains(column.Name));
            }

            foreach (var column in drift.Columns)
            {
                Add(Score + column.Name, column.Score);
                Add(Effect + column.Name, column.Effect);
            }
        }

        return metrics;

        void Add(string name, double? value)
        {
            if (value is { } known && double.IsFinite(known))
            {
                metrics[name] = known;
            }
        }
    }
}
