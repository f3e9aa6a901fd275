using System.Globalization;
using System.Text;

namespace MlOps.Monitoring.Reports;

/// <summary>A report as a page: the verdict, all columns in a table, a card for each, in the order of what matters.</summary>
internal static class DriftHtml
{
    public static string Page(DriftReport report)
    {
        var columns = report.ByImportance().ToArray();
        var page = new StringBuilder();
        // Nothing is loaded and nothing runs, whatever is in the data.
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>").Append(Headline(report)).Append("</title><style>").Append(DriftStyle.Css)
            .Append("</style></head><body><main><h1 class=\"").Append(report.Dataset.Drift ? "drift" : "well").Append("\">").Append(Headline(report)).Append("</h1>");
        page.Append(CultureInfo.InvariantCulture, $"<p>{report.Dataset.Drifted} of {report.Dataset.Columns} compared columns drifted ({HtmlText.Percent(report.Dataset.Share)}). <span class=\"soft\">{Rules(report.Mode)}</span></p>");
        WriteAll(page, columns, report.Mode);
        page.Append("<div class=\"cards\">\n");
        for (var at = 0; at < columns.Length; at++)
        {
            DriftCard.Write(page, columns[at], report.Mode, at);
        }

        return page.Append("</div></main></body></html>\n").ToString();
    }

    private static string Headline(DriftReport report) => report.Dataset.Drift ? "The data have drifted" : "No drift of the data";

    private static string Rules(DriftMode mode) => mode == DriftMode.Calibrated
        ? "Calibrated: p-values are corrected for the number of columns, and an effect has to be large enough to count."
        : "By the rules of Evidently 0.7.";

    private static void WriteAll(StringBuilder page, ColumnDrift[] columns, DriftMode mode)
    {
        page.Append("<div class=\"all\"><table><caption>Columns, the clearest drift first</caption><thead><tr><th scope=\"col\">column</th><th scope=\"col\">test</th><th scope=\"col\">")
            .Append(mode == DriftMode.Calibrated ? "p-value" : "score").Append("</th><th scope=\"col\">verdict</th></tr></thead><tbody>\n");
        for (var at = 0; at < columns.Length; at++)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\"><a href=\"#c{at}\">{HtmlText.Of(columns[at].Name)}</a></th><td>{HtmlText.Of(columns[at].Method)}</td><td>{HtmlText.Score(columns[at].Score)}</td><td>{DriftCard.Verdict(columns[at])}</td></tr>\n");
        }

        page.Append("</tbody></table></div>");
    }
}
