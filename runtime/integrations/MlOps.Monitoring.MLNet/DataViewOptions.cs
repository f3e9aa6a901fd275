namespace MlOps.Monitoring.MLNet;

/// <summary>Which columns of a data view are read. All of it has defaults.</summary>
public sealed record DataViewOptions
{
    /// <summary>The names of the columns; empty for all that can be read.</summary>
    public IReadOnlyCollection<string> Columns { get; init; } = [];

    /// <summary>
    /// The most slots of a vector: each is a column of its own. Longer ones, such as bags of words and embeddings, are left out, as their slots mean little one by
    /// one (<c>EmbeddingDrift</c> compares them as a whole).
    /// </summary>
    public int MostSlots { get; init; } = 256;
}

/// <summary>A column of a data view that is not read, and why.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why, in plain words.</param>
public sealed record LeftOutColumn(string Name, string Reason);
