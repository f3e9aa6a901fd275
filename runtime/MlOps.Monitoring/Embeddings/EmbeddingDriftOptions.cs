namespace MlOps.Monitoring.Embeddings;

/// <summary>How two sets of vectors are compared. All of it has defaults.</summary>
public sealed record EmbeddingDriftOptions
{
    /// <summary>The share of comparisons without any drift that may be called drift.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>The most vectors of a side that are compared, drawn at random where there are more: the time grows with its square.</summary>
    public int MostRows { get; init; } = 500;

    /// <summary>The number of permutations; no p-value is below 1 / (permutations + 1).</summary>
    public int Permutations { get; init; } = 499;

    /// <summary>What the random numbers begin with: the same seed gives the same result.</summary>
    public int Seed { get; init; }
}
