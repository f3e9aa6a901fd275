using System.Buffers;

namespace MlOps.Monitoring.Files.Csv;

/// <summary>Finds out what is between the fields of a file, by its first lines.</summary>
internal static class CsvDelimiter
{
    internal const string Candidates = ",;\t|";

    private const int MaxLines = 20;

    private static readonly SearchValues<char> s_special = SearchValues.Create(Candidates + "\"\r\n");

    /// <summary>
    /// The candidate that the header has most of, among those that every line has as many of; where no candidate is so regular, just the
    /// one that the header has most of. A comma where there is none.
    /// </summary>
    internal static char Of(ReadOnlySpan<char> sample)
    {
        var lines = Count(sample);
        var best = ',';
        var most = (IsRegular: false, Count: 0);
        for (var at = 0; at < Candidates.Length && lines.Count > 0; at++)
        {
            var count = lines[0][at];
            var found = (IsRegular: count > 0 && lines.TrueForAll(line => line[at] == count), Count: count);
            if (count > 0 && found.CompareTo(most) > 0)
            {
                (best, most) = (Candidates[at], found);
            }
        }

        return best;
    }

    /// <summary>How many of each candidate the lines have, outside of quotes; a last line that is cut off, or just has no end, only where it is the first.</summary>
    private static List<int[]> Count(ReadOnlySpan<char> sample)
    {
        var lines = new List<int[]>();
        var (counts, isQuoted, isEmpty) = (new int[Candidates.Length], false, true);
        while (lines.Count < MaxLines && sample.IndexOfAny(s_special) is >= 0 and var at)
        {
            var special = sample[at];
            isEmpty &= at == 0 && special is '\r' or '\n';
            sample = sample[(at + 1)..];
            if (special == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted)
            {
                continue;
            }
            else if (special is '\r' or '\n')
            {
                if (!isEmpty)
                {
                    lines.Add(counts);
                }

                (counts, isEmpty) = (new int[Candidates.Length], true);
            }
            else
            {
                counts[Candidates.IndexOf(special, StringComparison.Ordinal)]++;
            }
        }

        if (lines.Count == 0)
        {
            lines.Add(counts);
        }

        return lines;
    }
}
