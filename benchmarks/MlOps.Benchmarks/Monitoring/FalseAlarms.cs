using System.Globalization;
using MlOps.Monitoring;
using MlOps.Monitoring.Profiles;

namespace MlOps.Benchmarks.Monitoring;

/// <summary>
/// How often comparisons without any drift are called drift, and how often drift is found: the calibrated mode beside Evidently's.
/// Every draw is seeded, so the tables are the same on every machine.
/// </summary>
internal static class FalseAlarms
{
    public const string Name = "monitoring-alarms";

    private const double Level = 0.05;

    /// <param name="args">The number of draws of a row, 2000 unless said.</param>
    public static int Execute(string[] args)
    {
        var draws = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
        Console.WriteLine($"## False alarms, {draws} draws without drift, level {Level}\n");
        Console.WriteLine("| columns | rows | raw tests at the level | worst | verdict of the data set |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var scene in Scene.All)
        {
            foreach (var (reference, current) in scene.Sizes)
            {
                Run(scene, reference, current, draws);
            }
        }

        return 0;
    }

    private static void Run(Scene scene, int reference, int current, int draws)
    {
        var (raw, alarms) = (new SortedDictionary<string, (int Tests, int Found)>(StringComparer.Ordinal), 0);
        for (var draw = 0; draw < draws; draw++)
        {
            var random = new SplitMix((ulong)((draw * 7919) + reference + (31 * current)));
            var report = DriftDetector.Compare(scene.Draw(ref random, reference, 0), scene.Draw(ref random, current, 0), scene.Options);
            alarms += report.Dataset.Drift ? 1 : 0;
            foreach (var finding in report.Columns.SelectMany(column => column.Findings.Select(finding => (Test: finding.Kind == "values" ? column.Method : finding.Kind, finding.PValue))))
            {
                var (tests, found) = raw.GetValueOrDefault(finding.Test);
                raw[finding.Test] = (tests + 1, found + (finding.PValue <= Level ? 1 : 0));
            }
        }

        // Where the rows decide by which test, or whether at all, a rate is of all draws.
        var rates = raw.Select(test => (test.Key, Rate: (double)test.Value.Found / (scene.Columns == 1 ? draws : test.Value.Tests))).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {scene.Name} | {reference}/{current} | {string.Join(", ", rates.Select(test => $"{test.Key} {test.Rate * 100:0.0} %"))} | {rates.Max(test => test.Rate) * 100:0.0} % | {100.0 * alarms / draws:0.0} % |"));
    }
}
