using System.Globalization;

namespace MlOps.Monitoring.Quality;

/// <summary>The order of labels: by their numbers where all are numbers, else by their characters.</summary>
internal static class LabelOrder
{
    public static IComparer<string> Of(IEnumerable<string> labels) =>
        labels.All(static label => TryNumber(label, out _)) ? Comparer<string>.Create(ByNumber) : StringComparer.Ordinal;

    private static int ByNumber(string? x, string? y)
    {
        _ = TryNumber(x, out var one);
        _ = TryNumber(y, out var other);
        return one.CompareTo(other) is var order && order != 0 ? order : string.CompareOrdinal(x, y);
    }

    private static bool TryNumber(string? label, out double number) => double.TryParse(label, CultureInfo.InvariantCulture, out number);
}
