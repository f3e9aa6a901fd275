namespace MlOps.Tests.MLflow.StandIn.Search;

/// <summary>One column of <c>order_by</c>.</summary>
internal sealed record Order(string Entity, string Key, bool IsAscending)
{
    public static Order Parse(string text)
    {
        var words = text.Trim();
        var isDescending = words.EndsWith(" DESC", StringComparison.OrdinalIgnoreCase);
        var isSaid = isDescending || words.EndsWith(" ASC", StringComparison.OrdinalIgnoreCase);
        var (entity, key) = Clause.ParseKey(isSaid ? words[..words.LastIndexOf(' ')] : words);
        return new(entity, key, !isDescending);
    }

    /// <summary>Sorts by what a key says of an item; NaN, and behind it what has no value, comes last either way.</summary>
    public static IReadOnlyList<T> Sort<T>(IEnumerable<T> items, IEnumerable<Order> orders, Func<T, Order, IComparable?> value, Func<T, IComparable> last)
    {
        var sorted = items.OrderBy(static _ => 0);
        foreach (var order in orders)
        {
            sorted = sorted.ThenBy(item => value(item, order) switch { null => 2, double.NaN => 1, _ => 0 });
            sorted = order.IsAscending
                ? sorted.ThenBy(item => value(item, order), Ordinal)
                : sorted.ThenByDescending(item => value(item, order), Ordinal);
        }

        return [.. sorted.ThenBy(item => last(item), Ordinal)];
    }

    // As SQLite compares text: byte for byte.
    private static readonly Comparer<IComparable?> Ordinal = Comparer<IComparable?>.Create(static (left, right) =>
        (left, right) is (string one, string other) ? string.CompareOrdinal(one, other) : Comparer<object>.Default.Compare(left, right));
}
