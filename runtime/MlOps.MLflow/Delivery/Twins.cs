namespace MlOps.MLflow.Delivery;

/// <summary>What a network that carried a request out twice made two of.</summary>
internal static class Twins
{
    /// <summary>Keeps the first of those that are the same, so that everybody who looks keeps the same one, and takes the others away.</summary>
    /// <param name="all">What a search found.</param>
    /// <param name="isOurs">Whether it is what is looked for.</param>
    /// <param name="order">Which goes first.</param>
    /// <param name="delete">Takes one away.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The one that stays; null if there is none.</returns>
    public static async Task<T?> KeepFirstAsync<T>(IAsyncEnumerable<T> all, Func<T, bool> isOurs, Comparison<T> order, Func<T, Task> delete, CancellationToken cancellationToken)
        where T : class
    {
        var found = await all.Where(isOurs).ToListAsync(cancellationToken).ConfigureAwait(false);
        found.Sort(order);
        foreach (var twin in found.Skip(1))
        {
            await delete(twin).ConfigureAwait(false);
        }

        return found.FirstOrDefault();
    }
}
