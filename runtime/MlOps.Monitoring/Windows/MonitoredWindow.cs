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
public sealed record MonitoredWindow(string Monitor, long Number, DateTimeOffset Begin, DateTimeOffset End, IReadOnlyList<RowColumn> Columns, DatasetProfile Profile, DriftReport? Drift, long Dropped)
{
    /// <summary>
    /// The window in numbers: <c>rows</c>, <c>dropped</c>; with a reference <c>drift</c> (1 or 0), <c>drift.columns</c>, <c>drift.share</c>, and how many of
    /// which kind have drifted: <c>drift.features</c>, <c>drift.targets</c>, <c>drift.predictions</c>; of each column <c>missing.NAME</c> (share), <c>drift.score.NAME</c> (p-value) and <c>drift.effect.NAME</c>.
    /// </summary>
    public IReadOnlyDictionary<string, double> Metrics { get; } = Measure(Columns, Profile, Drift, Dropped);

    /// <summary>The window as a line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Monitor} {Number}: {Profile.Rows} rows{(Drift is null ? "" : $", {Drift.Dataset.Drifted} of {Drift.Dataset.Columns} columns drifted")}");

    private static Dictionary<string, double> Measure(IReadOnlyList<RowColumn> columns, DatasetProfile profile, DriftReport? drift, long dropped)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal) { ["rows"] = profile.Rows, ["dropped"] = dropped };
        foreach (var column in profile.Columns.Where(static column => column.Rows > 0))
        {
            metrics["missing." + column.Name] = (double)column.Missing / column.Rows;
        }

        if (drift is not null)
        {
            metrics["drift"] = drift.Dataset.Drift ? 1 : 0;
            metrics["drift.columns"] = drift.Dataset.Drifted;
            metrics["drift.share"] = drift.Dataset.Share;
            var drifted = drift.Columns.Where(static column => column.Drift).Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var role in columns.GroupBy(static column => column.Role))
            {
                metrics[$"drift.{role.Key.ToString().ToLowerInvariant()}s"] = role.Count(column => drifted.Contains(column.Name));
            }

            foreach (var column in drift.Columns)
            {
                Add("drift.score." + column.Name, column.Score);
                Add("drift.effect." + column.Name, column.Effect);
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
