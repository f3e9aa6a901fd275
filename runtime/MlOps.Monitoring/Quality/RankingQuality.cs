using MlOps.Monitoring.Quality;

namespace MlOps.Monitoring;

/// <summary>How good an ordering of items is, for users of recommendations or queries of a search, over the first k of each.</summary>
/// <remarks>
/// Items are ordered by falling score; of equal scores the less relevant come first, so that a model that cannot tell items apart is not credited
/// for the order of the rows. Each number is a mean over users. Without equal scores the numbers are Evidently's.
/// </remarks>
public sealed record RankingQuality
{
    /// <summary>The number of first items that count.</summary>
    public required int K { get; init; }

    /// <summary>The number of judged users.</summary>
    public required int Users { get; init; }

    /// <summary>The number of users without a relevant item, whom no ordering can please; they are left out unless asked for.</summary>
    public required int UsersWithoutFeedback { get; init; }

    /// <summary>The number of rows that lack a value.</summary>
    public required int Skipped { get; init; }

    /// <summary>The share of relevant items among the first k, or among all of a user who has fewer.</summary>
    public required double? Precision { get; init; }

    /// <summary>The share of a user's relevant items that are among the first k.</summary>
    public required double? Recall { get; init; }

    /// <summary>The share of users with a relevant item among the first k.</summary>
    public required double? HitRate { get; init; }

    /// <summary>The mean of 1 / rank of the first relevant item, 0 beyond k (MRR).</summary>
    public required double? ReciprocalRank { get; init; }

    /// <summary>The mean over a user's relevant items of the precision at their ranks, 0 beyond k (MAP).</summary>
    public required double? AveragePrecision { get; init; }

    /// <summary>
    /// The gain Σ relevance / log₂(rank + 1) as a share of the best ordering's (NDCG). K. Järvelin and J. Kekäläinen, ACM TOIS 20 (2002),
    /// with the relevance itself as the gain.
    /// </summary>
    public required double? Ndcg { get; init; }

    /// <summary>What to know about the numbers, in sentences; why some are missing.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>All numbers under their names.</summary>
    public IEnumerable<QualityMetric> Metrics =>
    [
        new("precision", Precision), new("recall", Recall), new("hit_rate", HitRate),
        new("mrr", ReciprocalRank), new("map", AveragePrecision), new("ndcg", Ndcg),
    ];

    /// <summary>Judges an ordering.</summary>
    /// <param name="user">Whose item it is, or of which query.</param>
    /// <param name="relevance">How relevant an item really is, 0 or more; anything above 0 is relevant where it is only asked whether it is.</param>
    /// <param name="score">What the model says; more is earlier.</param>
    /// <param name="k">The number of first items that count.</param>
    /// <param name="withoutFeedback">Whether users without a relevant item count, with 0.</param>
    /// <exception cref="ArgumentException">The columns are not equally long, or a relevance is negative.</exception>
    public static RankingQuality Of(Column user, NumberColumn relevance, NumberColumn score, int k = 10, bool withoutFeedback = false)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(relevance);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return user.Count == relevance.Count && user.Count == score.Count
            ? RankingJudge.Judge(user, relevance, score, k, withoutFeedback)
            : throw new ArgumentException($"Columns '{user.Name}', '{relevance.Name}' and '{score.Name}' have {user.Count}, {relevance.Count} and {score.Count} rows: they must be equally long.", nameof(score));
    }
}
