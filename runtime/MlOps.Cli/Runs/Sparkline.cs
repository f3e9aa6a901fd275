namespace MlOps.Cli.Runs;

/// <summary>The course of a metric in a few characters: <c>▇▅▃▂▁</c>.</summary>
internal static class Sparkline
{
    public const int Width = 10;

    private const string Bars = "▁▂▃▄▅▆▇█";

    public static string Of(IReadOnlyList<double> values)
    {
        if (values.Count < 2)
        {
            return ""; // One value has no course.
        }

        var (low, high) = (values.Min(), values.Max());
        return string.Concat(values.Select(value => Bars[Level(value, low, high)]));
    }

    // Halves first: the difference of two huge numbers may be infinite.
    private static int Level(double value, double low, double high) =>
        high > low ? (int)Math.Min(((value / 2) - (low / 2)) / ((high / 2) - (low / 2)) * Bars.Length, Bars.Length - 1) : 0;
}
