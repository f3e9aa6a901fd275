using System.Globalization;
using System.Text;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Reports;

/// <summary>How often the most frequent levels of both sides are there: two bars a level.</summary>
internal static class LevelPicture
{
    private const int Width = 360;
    private const int Row = 28;
    private const int Names = 120;
    private const int Shares = 56;
    private const int MostLevels = 10;
    private const int LongestName = 20;

    public static void Draw(StringBuilder page, ColumnSummary reference, ColumnSummary current, string label)
    {
        var (then, now) = (SharesOf(reference), SharesOf(current));
        var levels = then.Keys.Union(now.Keys, StringComparer.Ordinal)
            .OrderByDescending(level => Math.Max(then.GetValueOrDefault(level), now.GetValueOrDefault(level)))
            .ThenBy(static level => level, StringComparer.Ordinal)
            .Take(MostLevels)
            .ToArray();
        if (levels.Length == 0)
        {
            return;
        }

        var largest = levels.Max(level => Math.Max(then.GetValueOrDefault(level), now.GetValueOrDefault(level)));
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {levels.Length * Row}\" role=\"img\" aria-label=\"{HtmlText.Of(label)}\">");
        for (var at = 0; at < levels.Length; at++)
        {
            var y = at * Row;
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Names - 8}\" y=\"{y + 17}\" text-anchor=\"end\">{HtmlText.Of(HtmlText.Shortened(levels[at], LongestName))}</text>");
            Bar(page, "r", y + 3, ShareOf(then, levels[at]), largest);
            Bar(page, "b", y + 14, ShareOf(now, levels[at]), largest);
        }

        page.Append("</svg>");
    }

    private static Dictionary<string, double> SharesOf(ColumnSummary side)
    {
        var rows = side.Rows - side.Missing;
        return side.Levels.ToDictionary(static level => level.Level, level => (double)level.Count / rows, StringComparer.Ordinal);
    }

    /// <summary>The share of a level; of one that is not among the most frequent ones of a side, what it is not above.</summary>
    private static (double Share, string Text) ShareOf(Dictionary<string, double> side, string level) =>
        side.TryGetValue(level, out var share) ? (share, HtmlText.Percent(share))
        : side.Count < MostLevels ? (0, "0 %")
        : (0, $"≤ {HtmlText.Percent(side.Values.Min())}");

    private static void Bar(StringBuilder page, string side, int y, (double Share, string Text) value, double largest)
    {
        var length = value.Share / largest * (Width - Names - Shares);
        page.Append(CultureInfo.InvariantCulture, $"<rect class=\"{side}\" x=\"{Names}\" y=\"{y}\" width=\"{HtmlText.Place(length)}\" height=\"9\"/>")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{HtmlText.Place(Names + length + 4)}\" y=\"{y + 9}\">{value.Text}</text>");
    }
}
