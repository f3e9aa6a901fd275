namespace MlOps.Monitoring;

/// <summary>What is said of a column that only one side has: it may be gone, new or renamed.</summary>
internal static class OneSidedReason
{
    /// <param name="column">Its name.</param>
    /// <param name="isReference">Whether the reference has it.</param>
    /// <param name="others">The names on the other side.</param>
    public static string Of(string column, bool isReference, IEnumerable<string> others)
    {
        var alike = others.FirstOrDefault(candidate => string.Equals(Plain(candidate), Plain(column), StringComparison.Ordinal));
        return $"Only {(isReference ? "the reference" : "the current side")} has this column.{(alike is null ? "" : $" The other side has '{alike}': is it renamed?")}";
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
