using System.Globalization;
using System.Text;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Reports;

/// <summary>One column of a report as a part of its page: the verdict, the picture, the numbers.</summary>
internal static class DriftCard
{
    private static readonly (string Name, int Place)[] s_quantiles = [("minimum", 0), ("5 %", 1), ("median", 3), ("95 %", 5), ("maximum", 6)];

    public static void Write(StringBuilder page, ColumnDrift column, DriftMode mode, int number)
    {
        page.Append(CultureInfo.InvariantCulture, $"<article id=\"c{number}\" aria-labelledby=\"h{number}\"><header><h2 id=\"h{number}\">{HtmlText.Of(column.Name)}</h2>{Verdict(column)}</header>");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{TypeName(column.Type)}, {HtmlText.Of(column.Method)}: {(mode == DriftMode.Calibrated ? "p-value" : "score")} {HtmlText.Score(column.Score)}, threshold {HtmlText.Of(column.Threshold)}");
        page.Append(column.Effect is null ? "</p>" : $", effect {HtmlText.Score(column.Effect)}</p>");
        if (column.Reason is { Length: > 0 } reason)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>{HtmlText.Of(HtmlText.Shortened(reason, 400))}</p>");
        }

        Draw(page, column);
        WriteFindings(page, column.Findings);
        WriteNumbers(page, column.Reference, column.Current, column.Type == ColumnType.Numeric);
        page.Append("</article>\n");
    }

    public static string Verdict(ColumnDrift column) =>
        column.Drift ? "<span class=\"drift\">drift</span>"
        : column.Score is null or double.NaN ? "<span class=\"open\">not compared</span>"
        : "<span class=\"well\">no drift</span>";

    private static string TypeName(ColumnType type) => type switch
    {
        ColumnType.Numeric => "numeric",
        ColumnType.Categorical => "categorical",
        _ => "text",
    };

    private static void Draw(StringBuilder page, ColumnDrift column)
    {
        var (reference, current) = (column.Reference, column.Current);
        if (reference.Levels.Count + current.Levels.Count > 0)
        {
            LevelPicture.Draw(page, reference, current, $"Shares of the most frequent levels of {column.Name}, reference above current: {Most(reference)} against {Most(current)}.");
        }
        else
        {
            NumberPicture.Draw(page, reference.Histogram, current.Histogram, $"Spread of {column.Name}: median {Median(reference)} in the reference, {Median(current)} in current.");
        }

        static string Most(ColumnSummary side) => side.Levels is [var first, ..] ? $"mostly {HtmlText.Shortened(first.Level, 40)}" : "none";
        static string Median(ColumnSummary side) => HtmlText.Of(side.Quantiles.Count == 7 ? side.Quantiles[3] : null);
    }

    private static void WriteFindings(StringBuilder page, IReadOnlyList<DriftFinding> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        page.Append("<table><caption>Findings</caption><thead><tr><th scope=\"col\">of</th><th scope=\"col\">p-value</th><th scope=\"col\">corrected</th><th scope=\"col\">effect</th><th scope=\"col\">drift</th></tr></thead><tbody>");
        foreach (var finding in findings)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{HtmlText.Of(finding.Kind.Replace('_', ' '))}</th><td>{HtmlText.Score(finding.PValue)}</td><td>{HtmlText.Score(finding.Adjusted)}</td><td>{HtmlText.Score(finding.Effect)}</td><td>{(finding.IsDrift ? "yes" : "no")}</td></tr>");
        }

        page.Append("</tbody></table>");
    }

    private static void WriteNumbers(StringBuilder page, ColumnSummary reference, ColumnSummary current, bool isNumeric)
    {
        page.Append("<table><caption>Values</caption><thead><tr><th scope=\"col\"></th><th scope=\"col\"><span class=\"key\">reference</span></th><th scope=\"col\"><span class=\"key now\">current</span></th></tr></thead><tbody>");
        Row("rows", HtmlText.Of(reference.Rows), HtmlText.Of(current.Rows));
        Row("missing", Part(reference.Missing, reference.Rows), Part(current.Missing, current.Rows));
        Row("infinite", HtmlText.Of(reference.Infinite), HtmlText.Of(current.Infinite), isWorthIt: reference.Infinite + current.Infinite > 0);
        Row("texts", HtmlText.Of(reference.Texts), HtmlText.Of(current.Texts), isWorthIt: reference.Texts + current.Texts > 0);
        Row("different", HtmlText.Of(reference.Distinct), HtmlText.Of(current.Distinct), isWorthIt: (reference.Distinct ?? current.Distinct) is not null);
        var hasNumbers = isNumeric && (reference.Mean ?? current.Mean) is not null;
        Row("mean", HtmlText.Of(reference.Mean), HtmlText.Of(current.Mean), hasNumbers);
        Row("deviation", HtmlText.Of(reference.StandardDeviation), HtmlText.Of(current.StandardDeviation), hasNumbers);
        foreach (var (name, place) in s_quantiles)
        {
            Row(name, Quantile(reference, place), Quantile(current, place), hasNumbers);
        }

        page.Append("</tbody></table>");

        void Row(string name, string then, string now, bool isWorthIt = true)
        {
            if (isWorthIt)
            {
                page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{name}</th><td>{then}</td><td>{now}</td></tr>");
            }
        }

        static string Part(long count, long all) => count == 0 ? "0" : $"{HtmlText.Of(count)} ({HtmlText.Percent((double)count / all)})";
        static string Quantile(ColumnSummary side, int place) => HtmlText.Of(side.Quantiles.Count > place ? side.Quantiles[place] : null);
    }
}
