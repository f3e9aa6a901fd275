using System.Diagnostics;
using System.Globalization;

namespace MlOps.DataBenchmarks;

/// <summary>Measures two things in turn, so that what else the machine does falls on both, and compares their medians.</summary>
internal static class Pairs
{
    /// <summary>Prints one row of a table: the medians in milliseconds, their ratio, and the middle half of the ratios of the pairs.</summary>
    public static void Print(int pairs, string name, Action floor, Action ours, Action? between = null)
    {
        Measure(floor);
        Measure(ours);
        var times = Enumerable.Range(0, pairs).Select(_ => (Floor: Measure(floor), Ours: Measure(ours))).ToArray();
        var ratios = times.Select(static pair => pair.Ours / pair.Floor).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Median(times.Select(static pair => pair.Floor)):0} | {Median(times.Select(static pair => pair.Ours)):0} | {Median(ratios):0.00} | {ratios[pairs / 4]:0.00}–{ratios[pairs * 3 / 4]:0.00} | {pairs} |"));

        // What is cleared up between two does not count.
        double Measure(Action action)
        {
            between?.Invoke();
            return Milliseconds(action);
        }
    }

    public static void PrintHeader(string title, string floor, string ours) => Console.WriteLine(
        $"## {title}\n\n| | {floor}, ms | {ours}, ms | ratio | middle half | pairs |\n|---|---|---|---|---|---|");

    private static double Milliseconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
