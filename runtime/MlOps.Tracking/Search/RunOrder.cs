namespace MlOps.Search;

/// <summary>One thing that runs are sorted by, such as <c>metrics.accuracy DESC</c>.</summary>
/// <param name="Field">The thing.</param>
/// <param name="IsDescending">Whether the greatest comes first.</param>
internal sealed record RunOrder(RunField Field, bool IsDescending)
{
    /// <summary>Reads a list of such texts.</summary>
    /// <exception cref="RunFilterException">One is no order, or two are of one field.</exception>
    public static RunOrder[] Parse(IReadOnlyList<string> texts)
    {
        var orders = new List<RunOrder>(texts.Count);
        foreach (var text in texts)
        {
            var scanner = new FilterScanner("The order cannot be read", text);
            var field = FieldName.Read(scanner, scanner.Next());
            if (field.Entity == RunEntity.Dataset)
            {
                throw scanner.Error(0, "Runs are sorted by metrics, params, tags and attributes, not by data sets.");
            }

            if (orders.Exists(order => order.Field == field))
            {
                throw scanner.Error(0, $"Runs are sorted by {field} already.");
            }

            orders.Add(new RunOrder(field, IsDescendingOrder(scanner)));
        }

        return [.. orders];
    }

    public override string ToString() => $"{Field} {(IsDescending ? "DESC" : "ASC")}";

    private static bool IsDescendingOrder(FilterScanner scanner)
    {
        var direction = scanner.Next();
        if (direction.Kind == FilterTokenKind.End)
        {
            return false;
        }

        if (!direction.Is("ASC") && !direction.Is("DESC"))
        {
            throw scanner.Error(direction.Start, "Behind the field stands ASC, DESC or nothing. Keys with other than letters, digits and _ stand between backticks.");
        }

        return scanner.Next() is { Kind: not FilterTokenKind.End } rest
            ? throw scanner.Error(rest.Start, "An order is one field; give several orders to sort by several.")
            : direction.Is("DESC");
    }
}
