namespace MlOps.Monitoring.Summaries;

/// <summary>Cramér's V: √(χ² / n / (min(rows, columns) − 1)) of the contingency table, without corrections.</summary>
/// <remarks>H. Cramér, "Mathematical Methods of Statistics" (1946), §21.9.</remarks>
internal static class CramerV
{
    /// <summary>The coefficient over the rows where both are there; <see langword="null"/> when one of them has a single level there.</summary>
    public static double? Of(LevelCodes one, LevelCodes other)
    {
        var cells = new Dictionary<(int, int), int>();
        var (ofOne, ofOther) = (new int[one.Levels.Count], new int[other.Levels.Count]);
        var rows = 0;
        for (var row = 0; row < one.Codes.Length; row++)
        {
            var (first, second) = (one.Codes[row], other.Codes[row]);
            if (first >= 0 && second >= 0)
            {
                cells[(first, second)] = cells.GetValueOrDefault((first, second)) + 1;
                ofOne[first]++;
                ofOther[second]++;
                rows++;
            }
        }

        var smaller = Math.Min(ofOne.Count(static count => count > 0), ofOther.Count(static count => count > 0)) - 1;
        if (smaller < 1)
        {
            return null;
        }

        // χ² = n (Σ observed² / (row total · column total) − 1): only the cells that are there need be visited.
        var sum = default(Sums);
        foreach (var ((first, second), count) in cells)
        {
            sum.Add((double)count * count / ((double)ofOne[first] * ofOther[second]));
        }

        return Math.Sqrt(Math.Max(sum.Total - 1, 0) / smaller);
    }
}
