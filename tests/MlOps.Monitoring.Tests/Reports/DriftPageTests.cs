using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MlOps.Monitoring.Reports;

namespace MlOps.Monitoring.Tests.Reports;

/// <summary>The page of a comparison: small, harmless, and readable for everybody.</summary>
public sealed partial class DriftPageTests
{
    [Fact]
    public void TwentyColumnsAreSmallHoweverManyRows() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(ReportScene.Report(30_000).ToHtml()), 20_000, 150_000);

    [Fact]
    public void NamesAndLevelsThatGoOnForeverDoNotMakeItLarge()
    {
        static Table Wide(int shift) => new([.. Enumerable.Range(0, 20).Select(at => LevelColumn.Of(
            string.Create(CultureInfo.InvariantCulture, $"{at}<&\"{new string('\'', 20_000)}"),
            [.. Enumerable.Range(0, 400).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row % 40}{new string('&', 2000)}{row % (40 + shift)}"))]))]);

        var page = DriftDetector.Compare(Wide(0), Wide(20), cancellationToken: TestContext.Current.CancellationToken).ToHtml();
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 20_000, 300_000);
    }

    [Fact]
    public void WhatDataAreCalledIsTextAndNothingElse()
    {
        var page = ReportScene.Report().ToHtml();
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatMattersStandsFirst()
    {
        var page = ReportScene.Report().ToHtml();
        var verdicts = Verdicts().Matches(page[page.IndexOf("<article", StringComparison.Ordinal)..]).Select(static match => match.Groups[1].Value).ToArray();
        Assert.Equal(20, verdicts.Length);
        Assert.Equal(verdicts.OrderBy(static verdict => Array.IndexOf(["drift", "not compared", "no drift"], verdict)), verdicts);
        Assert.Equal(3, verdicts.Distinct().Count());
    }

    [Fact]
    public void PicturesSayWhatTheyShow()
    {
        var page = ReportScene.Report().ToHtml();
        Assert.All(Pictures().Matches(page), static picture => Assert.Contains("role=\"img\" aria-label=\"", picture.Value, StringComparison.Ordinal));
        Assert.All(HeaderCells().Matches(page), static cell => Assert.Contains("scope=", cell.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void TextStandsOutFromWhatItIsWrittenOnInLightAndDark()
    {
        foreach (var scheme in Schemes().Matches(DriftStyle.Css).Select(static match => match.Groups[1].Value))
        {
            var colors = Colors().Matches(scheme).ToDictionary(static match => match.Groups[1].Value, static match => Luminance(match.Groups[2].Value));
            foreach (var text in new[] { "text", "soft", "drift", "well", "open", "current" })
            {
                // What is left out of the dark scheme is as in the light one.
                Assert.All(new[] { "page", "card" }, ground => Assert.True(Contrast(colors[text], colors[ground]) >= 4.5, $"{text} on {ground}"));
            }
        }
    }

    [Fact]
    public async Task ARealBrowserScrollsDownAndNeverSideways()
    {
        var browser = Environment.GetEnvironmentVariable("MLOPS_TEST_BROWSER");
        Assert.SkipUnless(browser is { Length: > 0 }, "Needs Chromium; .ci/servers finds it, MLOPS_TEST_BROWSER names it.");

        var widths = await Browser.WidthsAsync(browser, ReportScene.Report().ToHtml(), [390, 1280]);
        Assert.All(widths, static width => Assert.True(width.Page <= width.Window, string.Create(CultureInfo.InvariantCulture, $"{width.Page} pixels wide in a window of {width.Window}.")));
        Assert.Equal([1, 3], widths.Select(static width => width.CardsInARow));
    }

    private static double Luminance(string color)
    {
        var hex = color.Length == 3 ? string.Concat(color.Select(static digit => $"{digit}{digit}")) : color;
        var parts = Convert.FromHexString(hex).Select(static part => part / 255.0).Select(static part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    // By WCAG 2.2.
    private static double Contrast(double one, double other) => (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    [GeneratedRegex("</h2><span class=\"\\w+\">([a-z ]+)<")]
    private static partial Regex Verdicts();

    [GeneratedRegex("<svg[^>]*>")]
    private static partial Regex Pictures();

    [GeneratedRegex("<th[ >][^>]*>")]
    private static partial Regex HeaderCells();

    [GeneratedRegex(":root\\{([^}]*)\\}")]
    private static partial Regex Schemes();

    [GeneratedRegex("--([a-z]+):#([0-9a-f]+)")]
    private static partial Regex Colors();
}
