namespace MlOps.Monitoring.Embeddings;

/// <summary>Whether vectors, such as embeddings of texts or pictures, come from where those of a reference came from.</summary>
/// <remarks>
/// The test is the maximum mean discrepancy with a Gaussian kernel as wide as the median distance (A. Gretton et al., "A kernel two-sample test",
/// JMLR 13, 2012), its p-value from permutations: it sees any difference of the distributions, and its share of false alarms is the level.
/// Evidently's measures stand beside it: the same discrepancy against a fixed 0.015, and the distance of the means.
/// </remarks>
public sealed record EmbeddingDrift
{
    /// <summary>Whether <see cref="PValue"/> is at or below the level.</summary>
    public required bool Drift { get; init; }

    /// <summary>How likely a discrepancy as large as this one is without any drift; <see langword="null"/> where there is none (see <see cref="Reason"/>).</summary>
    public required double? PValue { get; init; }

    /// <summary>The squared discrepancy, the unbiased estimate, 0 … 2; slightly below 0 where there is no difference.</summary>
    public required double? Discrepancy { get; init; }

    /// <summary>The Euclidean distance of the means.</summary>
    public required double? MeanDistance { get; init; }

    /// <summary>1 − cosine of the angle between the means, 0 … 2; <see langword="null"/> where a mean is zero.</summary>
    public required double? CosineDistance { get; init; }

    /// <summary>
    /// The share of components that drift by themselves, each held against its reference by the Kolmogorov–Smirnov test, corrected for their number;
    /// <see langword="null"/> where there is no verdict. It plays no part in the verdict: a turn of the axes changes it.
    /// </summary>
    public required double? DriftedComponents { get; init; }

    /// <summary>Why there is no verdict, or <see langword="null"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Compares two sets of vectors.</summary>
    /// <param name="reference">The vectors that are as they should be.</param>
    /// <param name="current">The vectors that are judged.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The vectors of the two sides are not equally long.</exception>
    public static EmbeddingDrift Compare(EmbeddingSet reference, EmbeddingSet current, EmbeddingDriftOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        if (reference.Dimensions != current.Dimensions)
        {
            throw new ArgumentException($"The vectors of the reference have {reference.Dimensions} components, the current ones {current.Dimensions}.", nameof(current));
        }

        var (distance, cosine) = MeanDifference.Of(reference, current);
        options ??= new EmbeddingDriftOptions();
        if (Math.Min(reference.Rows, current.Rows) < 2)
        {
            return new EmbeddingDrift { Drift = false, PValue = null, Discrepancy = null, DriftedComponents = null, MeanDistance = distance, CosineDistance = cosine, Reason = $"There are {reference.Rows} vectors in the reference and {current.Rows} in the current set: a comparison needs two of each." };
        }

        var test = new DiscrepancyTest(reference, current, options);
        var pValue = test.PValue(cancellationToken);
        var components = DriftDetector.Compare(reference.ToTable(), current.ToTable(), new DriftOptions { Level = options.Level, NumericMethod = "ks" }, cancellationToken);
        return new EmbeddingDrift
        {
            Drift = pValue <= options.Level,
            PValue = pValue,
            Discrepancy = test.Discrepancy,
            DriftedComponents = components.Dataset.Share,
            MeanDistance = distance,
            CosineDistance = cosine,
        };
    }
}
