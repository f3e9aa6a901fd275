using MlOps.Monitoring.Calibrated;
using MlOps.Monitoring.Tests.Drift;

namespace MlOps.Monitoring.Tests.Calibrated;

/// <summary>The least effects that count: dust is none, and what is drift at Evidently's threshold is above them.</summary>
public sealed class FloorTests
{
    private const int Rows = 100_000;

    public static TheoryData<string> NumberMethods => [.. CalibratedMethod.Names.Where(static name => CalibratedMethod.Find(name)!.Numbers is not null)];

    [Theory]
    [MemberData(nameof(NumberMethods))]
    public void AShiftOfATenthOfTheSpreadIsAboveEveryFloor(string method)
    {
        // Evidently's normed Wasserstein distance is 0.1 there, its threshold.
        var effect = CalibratedMethod.Find(method)!.Numbers!(Normal(0), Normal(0.1)).Effect!.Value;
        Assert.InRange(CalibratedMethod.Find(method)!.Floor, effect * 0.2, effect * 0.75);
    }

    [Fact]
    public void AMillionRowsDoNotTurnDustIntoDrift()
    {
        var column = Compared.Columns(Normals(0), Normals(0.03));
        Assert.True(column.Score < 0.03);
        Assert.False(column.Drift);
        Assert.StartsWith("No chance, but too small to count: an effect of 0.01", column.Reason, StringComparison.Ordinal);
        Assert.True(Compared.Columns(Normals(0), Normals(0.03), new DriftOptions { EffectFloor = 0.001 }).Drift);
    }

    [Fact]
    public void WhatEvidentlyCallsDriftAtItsThresholdIsFound() => Assert.True(Compared.Columns(Normals(0), Normals(0.1)).Drift);

    /// <summary>Quantiles of a normal distribution: what a very large sample looks like, without its chance.</summary>
    private static NumberColumn Normals(double shift)
    {
        var values = new double[Rows];
        for (var i = 0; i < Rows; i++)
        {
            values[i] = MathNet.Numerics.Distributions.Normal.InvCDF(shift, 1, (i + 0.5) / Rows);
        }

        return new NumberColumn("x", values);
    }

    private static MlOps.Monitoring.Profiles.Distribution Normal(double shift)
    {
        var values = new double[2000];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = MathNet.Numerics.Distributions.Normal.InvCDF(shift, 1, (i + 0.5) / values.Length);
        }

        return MlOps.Monitoring.Profiles.Distribution.OfSorted(values);
    }
}
