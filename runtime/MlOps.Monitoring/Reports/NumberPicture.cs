using System.Globalization;
using System.Text;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Reports;

/// <summary>How the numbers of both sides are spread, one over the other: the reference as an area, the current side as a line.</summary>
internal static class NumberPicture
{
    private const int Width = 360;
    private const int Height = 96;
    private const int Foot = 16;

    public static void Draw(StringBuilder page, Histogram? reference, Histogram? current, string label)
    {
        var both = new[] { reference, current }.OfType<Histogram>().Where(IsDrawable).ToArray();
        if (both.Length == 0)
        {
            return;
        }

        var axis = new Axis(both.Min(static side => side.Minimum), both.Max(static side => side.Maximum));
        var highest = both.Max(side => Densities(side, axis).Max());
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height + Foot}\" role=\"img\" aria-label=\"{HtmlText.Of(label)}\">");
        if (reference is not null && IsDrawable(reference))
        {
            page.Append("<path class=\"r\" d=\"").Append(Steps(reference, axis, highest)).Append("Z\"/>");
        }

        if (current is not null && IsDrawable(current))
        {
            page.Append("<path class=\"c\" d=\"").Append(Steps(current, axis, highest)).Append("\"/>");
        }

        page.Append(CultureInfo.InvariantCulture, $"<line class=\"axis\" x2=\"{Width}\" y1=\"{Height}\" y2=\"{Height}\"/>")
            .Append(CultureInfo.InvariantCulture, $"<text y=\"{Height + Foot - 3}\">{HtmlText.Of(axis.From)}</text>")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{Width}\" y=\"{Height + Foot - 3}\" text-anchor=\"end\">{HtmlText.Of(axis.To)}</text></svg>");
    }

    private static bool IsDrawable(Histogram side) =>
        side.Counts.Count > 0 && double.IsFinite(side.Minimum) && double.IsFinite(side.Maximum) && side.Counts.Sum() > 0;

    /// <summary>The share of rows in each bin, by the width that the bin has in the picture: sides with other ranges and sizes compare.</summary>
    private static IEnumerable<double> Densities(Histogram side, Axis axis)
    {
        var (from, to) = axis.Span(side);
        return side.Counts.Select(count => count / side.Counts.Sum() * side.Counts.Count / (to - from));
    }

    private static string Steps(Histogram side, Axis axis, double highest)
    {
        var (from, to) = axis.Span(side);
        var step = (to - from) / side.Counts.Count;
        var path = new StringBuilder().Append(CultureInfo.InvariantCulture, $"M{HtmlText.Place(from)} {Height}");
        var at = from;
        foreach (var density in Densities(side, axis))
        {
            at += step;
            path.Append(CultureInfo.InvariantCulture, $"V{HtmlText.Place(Height - (density / highest * (Height - 4)))}H{HtmlText.Place(at)}");
        }

        return path.Append(CultureInfo.InvariantCulture, $"V{Height}").ToString();
    }

    private readonly record struct Axis(double From, double To)
    {
        // What all rows share has no width of its own.
        private const double Thinnest = 6;

        public (double From, double To) Span(Histogram side)
        {
            var (from, to) = (Place(side.Minimum), Place(side.Maximum));
            if (to - from >= Thinnest)
            {
                return (from, to);
            }

            from = Math.Clamp((from + to - Thinnest) / 2, 0, Width - Thinnest);
            return (from, from + Thinnest);
        }

        // Halved first: the whole range of double is more than double holds.
        private double Place(double value) => To > From ? ((value / 2) - (From / 2)) / ((To / 2) - (From / 2)) * Width : Width / 2.0;
    }
}
