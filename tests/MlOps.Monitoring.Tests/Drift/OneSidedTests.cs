using System.Text.RegularExpressions;

namespace MlOps.Monitoring.Tests.Drift;

/// <summary>Columns that only one side has are told with what they may be called on the other, and hide nothing.</summary>
public sealed partial class OneSidedTests
{
    [Theory]
    [InlineData("age", "Age ", "Age ")]
    [InlineData("sepal_length", "SepalLength", "SepalLength")]
    [InlineData("income", "incone", "incone")]
    [InlineData("age", "customer_age", "customer_age")]
    [InlineData("customerAge", "age", "age")]
    [InlineData("age", "average", null)]
    [InlineData("x", "y", null)]
    [InlineData("city", "plan", null)]
    public void ARenamedColumnIsSuggestedInBothModes(string then, string now, string? suggested)
    {
        foreach (var mode in Enum.GetValues<DriftMode>())
        {
            var report = DriftDetector.Compare(Table(then, "same"), Table(now, "same"), new DriftOptions { Mode = mode }, TestContext.Current.CancellationToken);
            Assert.Equal([then, "same", now], report.Columns.Select(static column => column.Name));
            Assert.Equal(suggested, Suggestion().Match(report.Columns[0].Reason!) is { Success: true } match ? match.Groups[1].Value : null);
            Assert.Equal(1, report.Dataset.Columns);
            Assert.False(report.Dataset.Drift);
        }
    }

    [Fact]
    public void AColumnThatBothSidesHaveIsNoSuggestion()
    {
        var report = DriftDetector.Compare(Table("age", "Age"), Table("Age", "plan"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("Only the reference has this column.", report.Columns[0].Reason);
    }

    [Fact]
    public void NamesThatGoOnForeverAreComparedAllTheSame()
    {
        var report = DriftDetector.Compare(Table(new string('a', 1_000_000), "same"), Table(new string('a', 999_999), "same"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("Only the reference has this column.", report.Columns[0].Reason);
    }

    private static Table Table(params string[] names) => new([.. names.Select(static name => new NumberColumn(name, Enumerable.Range(0, 40).Select(static row => row + 0.5).ToArray()))]);

    [GeneratedRegex("The other side has '(.*)': is it renamed")]
    private static partial Regex Suggestion();
}
