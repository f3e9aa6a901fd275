namespace MlOps.Tests.Docs;

/// <summary>The tables of <c>docs/silicon.md</c>.</summary>
internal static class SiliconPage
{
    private static readonly string[] s_lines = File.ReadAllLines(Repository.PathOf("docs", "silicon.md"));

    /// <summary>The cells of the rows under a heading, down to the next one of the same rank or a higher one; without backticks.</summary>
    public static IEnumerable<string[]> Rows(string heading)
    {
        var rank = heading.IndexOf(' ', StringComparison.Ordinal);
        var start = Array.IndexOf(s_lines, heading);
        Assert.True(start >= 0, $"docs/silicon.md has no heading '{heading}'.");
        return s_lines.Skip(start + 1)
            .TakeWhile(line => !(line.StartsWith('#') && line.IndexOf(' ', StringComparison.Ordinal) <= rank))
            .Where(static line => line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal))
            .Select(static line => line.Split('|')[1..^1].Select(static cell => cell.Trim().Trim('`')).ToArray());
    }
}
