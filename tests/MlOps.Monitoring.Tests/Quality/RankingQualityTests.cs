using static MlOps.Monitoring.Tests.Quality.ClassificationQualityTests;

namespace MlOps.Monitoring.Tests.Quality;

public sealed class RankingQualityTests
{
    /// <summary>Worked out by hand: user a has its relevant items at the ranks 2 and 3 of 4, user b its only one at rank 1, user c none.</summary>
    [Fact]
    public void TheNumbersAreThoseOfTheirFormulas()
    {
        var quality = RankingQuality.Of(
            Texts("user", "a", "a", "a", "a", "b", "b", "c"),
            Numbers("relevance", 0, 1, 2, 0, 1, 0, 0),
            Numbers("score", 9, 8, 7, 6, 2, 1, 1),
            k: 2);
        Assert.Equal((2, 1, 0), (quality.Users, quality.UsersWithoutFeedback, quality.Skipped));
        Assert.Equal((0.5 + 0.5) / 2, quality.Precision!.Value, 12);
        Assert.Equal((0.5 + 1) / 2, quality.Recall!.Value, 12);
        Assert.Equal(1, quality.HitRate!.Value, 12);
        Assert.Equal((0.5 + 1) / 2, quality.ReciprocalRank!.Value, 12);
        Assert.Equal(((0.5 / 2) + 1) / 2, quality.AveragePrecision!.Value, 12);
        Assert.Equal((((1 / Math.Log2(3)) / (2 + (1 / Math.Log2(3)))) + 1) / 2, quality.Ndcg!.Value, 12);
    }

    [Fact]
    public void UsersWithoutFeedbackCountAsNothingWhenAskedFor()
    {
        var quality = RankingQuality.Of(Texts("user", "a", "b"), Numbers("relevance", 1, 0), Numbers("score", 1, 1), withoutFeedback: true);
        Assert.Equal((2, 0.5), (quality.Users, quality.Ndcg));
    }

    [Fact]
    public void AModelThatCannotTellItemsApartGainsNothingFromTheirOrder()
    {
        var quality = RankingQuality.Of(Texts("user", "a", "a"), Numbers("relevance", 1, 0), Numbers("score", 3, 3), k: 1);
        Assert.Equal(0, quality.HitRate);
    }

    [Fact]
    public void ANegativeRelevanceIsAnError() =>
        Assert.StartsWith("Row 2 of column 'relevance' is -1: a relevance is 0 or more.", Assert.Throws<ArgumentException>(() => RankingQuality.Of(Texts("user", "a", "a"), Numbers("relevance", 1, -1), Numbers("score", 1, 2))).Message, StringComparison.Ordinal);
}
