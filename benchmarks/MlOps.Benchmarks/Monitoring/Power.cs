using System.Globalization;
using MlOps.Monitoring;
using MlOps.Monitoring.Profiles;

namespace MlOps.Benchmarks.Monitoring;

/// <summary>How often drift of a known size is found in one column: the calibrated mode beside Evidently's default, which pays with false alarms.</summary>
internal static class Power
{
    public const string Name = "monitoring-power";

    private static readonly (int Reference, int Current)[] Sizes = [(100, 100), (500, 500), (1000, 100), (1001, 1000), (5000, 5000)];

    /// <param name="args">The number of draws of a cell, 500 unless said.</param>
    public static int Execute(string[] args)
    {
        var draws = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;
        Console.WriteLine($"## Drift found, {draws} draws: calibrated / Evidently's default (no drift in the first column)\n");
        Table("normal, shifted by so many spreads", Scene.Normal, [0, 0.05, 0.1, 0.2, 0.3, 0.5], draws);
        Table("3 levels, so large a share moved to the first", Scene.Levels(3), [0, 0.02, 0.05, 0.1, 0.2, 0.3], draws);
        Table("20 levels, so large a share moved to the first", Scene.Levels(20), [0, 0.02, 0.05, 0.1, 0.2, 0.3], draws);
        return 0;
    }

    private static void Table(string what, Scene.Maker make, double[] shifts, int draws)
    {
        Console.WriteLine($"| {what} | {string.Join(" | ", shifts.Select(static shift => shift.ToString(CultureInfo.InvariantCulture)))} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", shifts.Length))}");
        var scene = new Scene(what, 1, [], make);
        foreach (var (reference, current) in Sizes)
        {
            var cells = shifts.Select(shift => Cell(scene, reference, current, shift, draws));
            Console.WriteLine($"| {reference}/{current} | {string.Join(" | ", cells)} |");
        }

        Console.WriteLine();
    }

    private static string Cell(Scene scene, int reference, int current, double shift, int draws)
    {
        var (calibrated, evidently) = (0, 0);
        for (var draw = 0; draw < draws; draw++)
        {
            var random = new SplitMix((ulong)((draw * 7919) + reference + (31 * current)));
            var (before, now) = (scene.Draw(ref random, reference, 0), scene.Draw(ref random, current, shift));
            calibrated += DriftDetector.Compare(before, now).Columns[0].Drift ? 1 : 0;
            evidently += DriftDetector.Compare(before, now, new DriftOptions { Mode = DriftMode.Evidently }).Columns[0].Drift ? 1 : 0;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * calibrated / draws:0} / {100.0 * evidently / draws:0} %");
    }
}
