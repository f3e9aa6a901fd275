using System.Globalization;

namespace MlOps.Monitoring.Tests.Reports;

/// <summary>A comparison of 20 columns with all that a page may have to show: drift and none, long and hostile names, nothing at all.</summary>
internal static class ReportScene
{
    public const string Hostile = "<script>alert('\u202e')</script>&\"<img src=x onerror=alert(1)>";

    public static DriftReport Report(int rows = 3000) => DriftDetector.Compare(Table(rows, shift: 0), Table(rows, shift: 1), cancellationToken: TestContext.Current.CancellationToken);

    private static Table Table(int rows, int shift)
    {
        var columns = Enumerable.Range(0, 14).Select(Column (at) => new NumberColumn(
            at == 0 ? "a name that goes on for a while without any place_where_it_could_be_broken_into_lines_at_all_" + new string('x', 60) : $"number {at}",
            Array.ConvertAll(Enumerable.Range(0, rows).ToArray(), row => Math.Sin(row * (at + 1)) * Math.Pow(10, at - 4) + (at % 3 == 0 ? shift : 0)))).ToList();
        columns.Add(new NumberColumn("constant", Enumerable.Repeat(7.0, rows).ToArray()));
        columns.Add(new NumberColumn("nothing", Enumerable.Repeat(double.NaN, rows).ToArray()));
        columns.Add(Levels(Hostile, rows, row => row % (3 + shift) == 0 ? Hostile : "plain"));
        columns.Add(Levels("cities", rows, row => string.Create(CultureInfo.InvariantCulture, $"a city with a long name, number {row % (40 + (10 * shift))}")));
        columns.Add(Levels("flag", rows, row => row % 2 == 0 ? "yes" : "no"));
        columns.Add(Levels("odd", rows, static row => row % 2 == 0 ? "\ud800" : "\u0001\u0007"));
        return new Table(columns);
    }

    private static LevelColumn Levels(string name, int rows, Func<int, string> level)
    {
        var texts = Enumerable.Range(0, rows).Select(level).ToArray();
        var levels = texts.Distinct().ToList();
        return new LevelColumn(name, Array.ConvertAll(texts, levels.IndexOf), levels);
    }
}
