using System.Text.Json;
using MlOps.Monitoring.Tests.Conformance;
using MlOps.Monitoring.Tests.Quality;

namespace MlOps.Monitoring.Tests.Checks;

public sealed class CheckTests
{
    /// <summary>The tests that Evidently made of each recorded classification by itself.</summary>
    [Fact]
    public void ClassificationsPassAndFailAsInEvidently()
    {
        foreach (var recorded in Recorded.Cases("classification.json"))
        {
            var (reference, current) = (ClassificationConformanceTests.Judge(recorded, "reference"), ClassificationConformanceTests.Judge(recorded, "current"));
            var expected = recorded.GetProperty("current_vs_reference_tests").EnumerateArray().Select(static test => (Name(test), Status(test)));
            Assert.Equal(expected.Order(), DefaultChecks.Of(current, reference).Select(static result => (result.Check.Metric, result.Status)).Order());
        }
    }

    /// <summary>The same of regressions; the percentage error is ours, and so is its verdict.</summary>
    [Fact]
    public void RegressionsPassAndFailAsInEvidently()
    {
        foreach (var recorded in Recorded.Cases("regression.json"))
        {
            var dataset = recorded.GetProperty("dataset").GetString()!;
            var results = DefaultChecks.Of(RegressionConformanceTests.Judge(dataset, "current"), RegressionConformanceTests.Judge(dataset, "reference"));
            var expected = recorded.GetProperty("with_reference").GetProperty("tests").EnumerateArray().Select(static test => (Name(test), Status(test))).Where(static test => test.Item1 != "mape");
            Assert.Equal(expected.Order(), results.Select(static result => (result.Check.Metric, result.Status)).Where(static result => result.Metric != "mape").Order());
        }
    }

    [Theory]
    [InlineData("accuracy gt 0.9", "accuracy is 0.9, not above 0.9.")]
    [InlineData("accuracy>=0.9", "accuracy is 0.9, at least 0.9.")]
    [InlineData(" accuracy <  1 ", "accuracy is 0.9, below 1.")]
    [InlineData("accuracy lte 1e-3", "accuracy is 0.9, not at most 0.001.")]
    [InlineData("accuracy eq reference", "accuracy is 0.9, not equal to the reference 0.8.")]
    [InlineData("accuracy eq reference+-20%", "accuracy is 0.9, equal to the reference 0.8 ± 0.16.")]
    [InlineData("accuracy != reference ± 0.05", "accuracy is 0.9, not equal to the reference 0.8 ± 0.05.")]
    [InlineData("accuracy in 0.5, 0.9", "accuracy is 0.9, one of 0.5, 0.9.")]
    [InlineData("accuracy not_in reference,0.9", "accuracy is 0.9, not none of the reference 0.8, 0.9.")]
    [InlineData("recall.not in stock gte 0.5", "recall.not in stock is 0.4, not at least 0.5.")]
    public void ChecksAreWrittenAsPeopleSpeak(string text, string result) =>
        Assert.Equal(result, Check.Run([Check.Parse(text)], [new("accuracy", 0.9), new("recall.not in stock", 0.4)], [new("accuracy", 0.8)])[0].Text);

    [Theory]
    [InlineData("")]
    [InlineData("accuracy")]
    [InlineData("accuracy is 0.9")]
    [InlineData("gte 0.9")]
    [InlineData("accuracy gte")]
    [InlineData("accuracy gte NaN")]
    [InlineData("accuracy gte reference+-0%")]
    [InlineData("accuracy gte 0.5,0.6")]
    [InlineData("accuracy gte reference*2")]
    public void WhatIsNoCheckIsNamed(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => Check.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void EveryConditionHoldsAndFails()
    {
        Holds(Condition.GreaterThan(1), 1.1, 1);
        Holds(Condition.AtLeast(1), 1, 0.9);
        Holds(Condition.LessThan(1), 0.9, 1);
        Holds(Condition.AtMost(1), 1, 1.1);
        Holds(Condition.EqualTo(1), 1, 1.0000001);
        Holds(Condition.NotEqualTo(1), 1.0000001, 1);
        Holds(Condition.In(1, 2), 2, 3);
        Holds(Condition.NotIn(1, 2), 3, 2);
    }

    /// <summary>With 100 ± 10 as the reference.</summary>
    [Fact]
    public void ToleranceAroundTheReferenceIsEvidentlys()
    {
        var about = Bound.Reference(relative: 0.1);
        Holds(Condition.EqualTo(about), 110, 111);
        Holds(Condition.NotEqualTo(about), 89, 90);
        Holds(Condition.LessThan(about), 89, 90);
        Holds(Condition.AtMost(about), 110, 111);
        Holds(Condition.GreaterThan(about), 111, 110);
        Holds(Condition.AtLeast(about), 90, 89);
        Holds(Condition.EqualTo(Bound.Reference(absolute: 5)), 105, 106);
        Holds(Condition.EqualTo(Bound.Reference(relative: 0.01, absolute: 5)), 105, 106);
    }

    [Fact]
    public void WhatIsNotCriticalWarns()
    {
        var result = Check.Run([new Check("accuracy", Condition.GreaterThan(0.9), IsCritical: false)], [new QualityMetric("accuracy", 0.8)]).Single();
        Assert.Equal(CheckStatus.Warn, result.Status);
        Assert.Equal("accuracy is 0.8, not above 0.9.", result.Text);
    }

    [Fact]
    public void WhatHasNoValueMeetsNoCondition()
    {
        Check[] checks = [new("recall", Condition.GreaterThan(0)), new("recal", Condition.GreaterThan(0)), new("f1", Condition.EqualTo(Bound.Reference()))];
        var results = Check.Run(checks, [new("recall", null), new("f1", 1)]);
        Assert.All(results, static result => Assert.Equal(CheckStatus.Fail, result.Status));
        Assert.Equal(
            ["recall has no value here, and so is not above 0.", "There is no metric 'recal'; there are f1, recall.", "f1 is 1, and there is no reference to be equal to the reference."],
            results.Select(static result => result.Text));
    }

    [Fact]
    public void AClassThatIsAbsentOnOneSideFailsNothing()
    {
        var both = ClassificationQuality.OfProbability(new NumberColumn("y", new[] { 1.0, 0 }), new NumberColumn("p", new[] { 0.9, 0.1 }));
        var one = ClassificationQuality.OfProbability(new NumberColumn("y", new[] { 1.0, 1 }), new NumberColumn("p", new[] { 0.9, 0.9 }));
        Assert.All(DefaultChecks.Of(both, one).Concat(DefaultChecks.Of(one, both)), static result => Assert.Equal(CheckStatus.Pass, result.Status));
        Assert.DoesNotContain(DefaultChecks.Of(both, one), static result => result.Check.Metric == "roc_auc");
    }

    [Fact]
    public void NoRowsFail()
    {
        var none = RegressionQuality.Of(new NumberColumn("y", Array.Empty<double>()), new NumberColumn("p", Array.Empty<double>()));
        Assert.Equal(6, DefaultChecks.Of(none, none).Count(static result => result.Status == CheckStatus.Fail));
    }

    private static void Holds(Condition condition, double value, double other)
    {
        Assert.Equal(CheckStatus.Pass, Status(condition, value));
        Assert.Equal(CheckStatus.Fail, Status(condition, other));
    }

    private static CheckStatus Status(Condition condition, double value) =>
        Check.Run([new Check("m", condition)], [new QualityMetric("m", value)], [new QualityMetric("m", 100)]).Single().Status;

    private static CheckStatus Status(JsonElement test) => test.GetProperty("status").GetString() == "SUCCESS" ? CheckStatus.Pass : CheckStatus.Fail;

    private static string Name(JsonElement test) => test.GetProperty("name").GetString()!.Split(':')[0].Replace(" metric", "", StringComparison.Ordinal) switch
    {
        "F1 score" => "f1",
        "RocAuc" => "roc_auc",
        "LogLoss" => "log_loss",
        "Mean Error" => "mean_error",
        "Mean Absolute Percentage Error" => "mape",
        "Mean Absolute Error" => "mae",
        "R2 Score" => "r2",
        "Absolute Max Error" => "abs_max_error",
        var name => name.ToLowerInvariant(),
    };
}
