namespace MlOps.Monitoring.Tests.Quality;

public sealed class ClassificationQualityTests
{
    [Fact]
    public void ALabelThatIsNotThereIsToldAndHidesNothing()
    {
        var quality = ClassificationQuality.OfProbabilities(Texts("kind", "a", "b", "a"), [Numbers("a", 0.5, 0.2, 0.4), Numbers("b", 0.3, 0.7, 0.1), Numbers("c", 0.2, 0.1, 0.5)]);
        Assert.Equal(2.0 / 3, quality.Scores.Accuracy);
        Assert.Equal((1.0 + (1.0 / 2) + 0) / 3, quality.Scores.Recall!.Value, 12);
        Assert.Equal(1, quality.RocAuc);
        Assert.Null(quality.Labels[2].Recall);
        Assert.Equal("No row has the label 'c': it has no recall and no ROC AUC, and counts as 0 in the mean recall where it was predicted.", Assert.Single(quality.Notes));
    }

    [Fact]
    public void ALabelWithoutAProbabilityCostsTheMost()
    {
        var quality = ClassificationQuality.OfProbabilities(Texts("kind", "a", "new"), [Numbers("a", 0.5, 0.5), Numbers("b", 0.5, 0.5)]);
        Assert.Equal((Math.Log(2) - Math.Log(double.BitIncrement(1) - 1)) / 2, quality.LogLoss!.Value, 9);
        Assert.Equal(["a", "b", "new"], quality.Confusion.Labels);
    }

    [Fact]
    public void RowsThatLackAValueAreLeftOut()
    {
        var quality = ClassificationQuality.OfProbability(Numbers("target", 1, 0, double.NaN, 1), Numbers("p", 0.9, 0.1, 0.5, double.NaN));
        Assert.Equal((2, 2), (quality.Rows, quality.Skipped));
        Assert.Equal(1, quality.Scores.Accuracy);
        Assert.Equal("2 rows lack the target or a prediction and are left out.", quality.Notes[0]);
    }

    [Fact]
    public void WithoutRowsNothingIsJudged()
    {
        var quality = ClassificationQuality.OfLabels(Texts("target"), Texts("prediction"));
        Assert.Null(quality.Scores.Accuracy);
        Assert.All(quality.Metrics, static metric => Assert.Null(metric.Value));
        Assert.Equal("No row has both a target and a prediction: there is nothing to judge.", Assert.Single(quality.Notes));
    }

    [Fact]
    public void OneSideWithOnlyOneLabelIsJudged()
    {
        var quality = ClassificationQuality.OfProbability(Numbers("target", 0, 0), Numbers("p", 0.9, 0.1));
        Assert.Equal("1", quality.PositiveLabel);
        Assert.Equal(0.5, quality.Scores.Accuracy);
        Assert.Equal(0.5, quality.FalsePositiveRate);
        Assert.Null(quality.TruePositiveRate);
        Assert.Null(quality.RocAuc);
    }

    [Fact]
    public void ThePositiveLabelIsChosenAsStated()
    {
        Column target = Texts("target", "ham", "spam");
        Assert.Equal("spam", ClassificationQuality.OfLabels(target, target).PositiveLabel);
        Assert.Equal("ham", ClassificationQuality.OfLabels(target, target, new ClassificationOptions { PositiveLabel = "ham" }).PositiveLabel);
        Assert.Equal("ham", ClassificationQuality.OfProbability(target, Numbers("ham", 0.9, 0.2)).PositiveLabel);
        var fault = Assert.Throws<ArgumentException>(() => ClassificationQuality.OfLabels(target, target, new ClassificationOptions { PositiveLabel = "eggs" }));
        Assert.StartsWith("There is no label 'eggs' to be the positive one; there are 'ham' and 'spam'.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneProbabilityDoesNotFitThreeLabels() =>
        Assert.StartsWith("Column 'target' has 3 labels; one column of probabilities, 'p', fits two.", Assert.Throws<ArgumentException>(() => ClassificationQuality.OfProbability(Texts("target", "a", "b", "c"), Numbers("p", 1, 1, 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void EqualScoresCountForAHalf() =>
        Assert.Equal((0.5 + 1 + 0 + 0.5) / 4, ClassificationQuality.OfProbability(Numbers("target", 1, 1, 0, 0), Numbers("p", 0.5, 0.4, 0.5, 0.4)).RocAuc!.Value, 12);

    internal static NumberColumn Numbers(string name, params double[] values) => new(name, values);

    internal static LevelColumn Texts(string name, params string[] values)
    {
        var levels = values.Distinct().ToList();
        return new LevelColumn(name, Array.ConvertAll(values, levels.IndexOf), levels);
    }
}
