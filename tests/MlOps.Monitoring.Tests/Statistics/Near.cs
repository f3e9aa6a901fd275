namespace MlOps.Monitoring.Tests.Statistics;

/// <summary>Holds numbers against each other by their digits, however small they are.</summary>
internal static class Near
{
    public static void Holds(double expected, double actual, double tolerance = 1e-9) =>
        Assert.True(expected.Equals(actual) || Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"Expected {expected:R}, is {actual:R}.");
}
