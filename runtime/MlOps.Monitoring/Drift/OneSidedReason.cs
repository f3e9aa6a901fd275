namespace MlOps.Monitoring;

/// <summary>What is said of a column that only one side has: it may be gone, new or renamed.</summary>
internal static class OneSidedReason
{
    // Longer names are no typing errors of each other, and comparing them would take long.
    private const int LongestCompared = 64;

    /// <param name="column">Its name.</param>
    /// <param name="isReference">Whether the reference has it.</param>
    /// <param name="others">The names that only the other side has.</param>
    public static string Of(string column, bool isReference, IEnumerable<string> others)
    {
        var names = others as IReadOnlyCollection<string> ?? [.. others];
        var alike = names.FirstOrDefault(other => Plain(other) == Plain(column)) ?? names.FirstOrDefault(other => IsMistyped(Plain(other), Plain(column))) ?? names.FirstOrDefault(other => IsLonger(other, column));
        return $"Only {(isReference ? "the reference" : "the current side")} has this column.{(alike is null ? "" : $" The other side has '{alike}': is it renamed?")}";
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>One letter more, less or another; two in names of more than five.</summary>
    private static bool IsMistyped(string one, string other) =>
        Math.Max(one.Length, other.Length) is > 2 and <= LongestCompared && Distance(one, other) <= (Math.Min(one.Length, other.Length) > 5 ? 2 : 1);

    /// <summary>Whether one has all the words of the other: <c>age</c> and <c>customer_age</c>.</summary>
    private static bool IsLonger(string one, string other)
    {
        var (these, those) = (Words(one), Words(other));
        return these.Count > 0 && those.Count > 0 && (these.IsSubsetOf(those) || those.IsSubsetOf(these));
    }

    private static HashSet<string> Words(string name) => new(
        string.Concat(name.Select((letter, at) => !char.IsLetterOrDigit(letter) ? " " : at > 0 && char.IsUpper(letter) && char.IsLower(name[at - 1]) ? $" {letter}" : $"{letter}"))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Letters to add, take away or replace (Levenshtein 1966), by one row of the table at a time.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
