using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MlOps.Tests;

namespace MlOps.Monitoring.Tests.Reports;

/// <summary>Chromium without a window, which tells how wide a page becomes.</summary>
internal static partial class Browser
{
    /// <summary>Lays a page out in frames of some widths, and reads from each how wide it became and how many cards stand beside each other.</summary>
    public static async Task<(int Window, int Page, int CardsInARow)[]> WidthsAsync(string browser, string page, int[] widths)
    {
        using var folder = new TempFolder();
        var frames = string.Concat(widths.Select(static width => string.Create(CultureInfo.InvariantCulture, $"<iframe style=\"width:{width}px;height:800px;border:0\"></iframe>")));
        var wrapper = folder.Write("frames.html", $$"""
            <!DOCTYPE html><meta charset="utf-8"><body>{{frames}}<script>
            for (const frame of document.querySelectorAll("iframe")) {
                frame.onload = () => {
                    const page = frame.contentDocument, cards = [...page.querySelectorAll("article")];
                    const beside = cards.filter(card => card.getBoundingClientRect().top === cards[0].getBoundingClientRect().top).length;
                    document.body.append(`[${frame.clientWidth} ${page.documentElement.scrollWidth} ${beside}]`);
                };
                frame.srcdoc = {{JsonSerializer.Serialize(page)}};
            }
            </script>
            """);
        var start = new ProcessStartInfo(browser, ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={folder.PathOf("profile")}", "--virtual-time-budget=10000", "--dump-dom", new Uri(wrapper).AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var told = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var dom = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var found = Found().Matches(dom).Select(static match => (Number(match, 1), Number(match, 2), Number(match, 3))).OrderBy(static frame => frame.Item1).ToArray();
        Assert.True(found.Length == widths.Length, $"The browser laid out {found.Length} of {widths.Length} frames: {await told}");
        return found;
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\[(\d+) (\d+) (\d+)\]")]
    private static partial Regex Found();
}
