using MlOps.Monitoring.Calibrated;

namespace MlOps.Monitoring.Tests.Calibrated;

/// <summary>Expected numbers are of scipy 1.10: <c>chi2_contingency(correction=False)</c>, <c>fisher_exact</c>.</summary>
public sealed class ContingencyTests
{
    [Fact]
    public void ChiSquareIsThatOfScipy() => Assert.Equal(0.029313797490208727, Contingency.ChiSquare([120, 90, 40], [100, 110, 60]), 1e-12);

    [Fact]
    public void TheLikelihoodRatioIsThatOfScipy() => Assert.Equal(0.028988336614092676, Contingency.LikelihoodRatio([120, 90, 40], [100, 110, 60]), 1e-12);

    [Fact]
    public void FewRowsOfTwoLevelsAreComparedExactly()
    {
        Assert.Equal(0.023014137565221155, Contingency.Shares(8, 10, 2, 9), 1e-12);
        Assert.Equal(4.840649167432965e-05, Contingency.Fisher(0, 1000, 9, 500), 1e-12);
    }

    [Fact]
    public void TailsStayAccurate()
    {
        Assert.Equal(9.076766360459807e-63, Contingency.ChiSquare([4000, 3000, 3000], [3000, 3000, 4000]), 1e-71);
        Assert.True(Contingency.Fisher(0, 100_000, 15, 20) is > 0 and < 1e-50);
    }

    [Fact]
    public void WhatIsBeyondDoubtIsNotDrawn()
    {
        // Twenty levels against one of them: 4.5 rows are expected in a cell, too few for χ² to be told from by a few percent, and it does not matter.
        var (reference, current) = (new long[20], new long[20]);
        Array.Fill(reference, 50);
        current[0] = 100;
        Assert.Equal(1.827248273013962e-135, Contingency.ChiSquare(reference, current), 1e-143);
    }

    [Fact]
    public void DrawnChanceIsNearTheExactOne()
    {
        // Three levels, few rows: all tables of these margins, counted.
        var (reference, current) = (new long[] { 6, 2, 1 }, new long[] { 1, 4, 3 });
        Assert.Equal(Counted(reference, current), Contingency.ChiSquare(reference, current), 0.04);
    }

    [Fact]
    public void LevelsThatAreNowhereDoNotCount() =>
        Assert.Equal(Contingency.ChiSquare([120, 90, 40], [100, 110, 60]), Contingency.ChiSquare([120, 0, 90, 40, 0], [100, 0, 110, 60, 0]));

    [Fact]
    public void ManyRareLevelsOfAMillionRowsAreComparedAsOne()
    {
        var (reference, current) = (new long[5001], new long[5001]);
        Array.Fill(reference, 1);
        Array.Fill(current, 1);
        (reference[0], current[0]) = (1_000_000, 1_000_000);
        Assert.Equal(1, Contingency.ChiSquare(reference, current), 6);
    }

    /// <summary>P(χ² ≥ observed) over all ways to deal the rows out.</summary>
    private static double Counted(long[] reference, long[] current)
    {
        var pooled = reference.Zip(current, static (a, b) => a + b).ToArray();
        var (n, total) = (current.Sum(), pooled.Sum());
        var (observed, sum) = (Square(current), 0.0);
        for (var a = 0L; a <= pooled[0]; a++)
        {
            for (var b = 0L; b <= pooled[1]; b++)
            {
                long[] dealt = [a, b, n - a - b];
                if (dealt[2] >= 0 && dealt[2] <= pooled[2] && Square(dealt) >= observed - 1e-9)
                {
                    sum += Math.Exp(dealt.Zip(pooled, static (k, of) => Hypergeometric.LogChoose(of, k)).Sum() - Hypergeometric.LogChoose(total, n));
                }
            }
        }

        return sum;

        double Square(long[] one) => one.Zip(pooled, (k, of) => Math.Pow(k - ((double)of * n / total), 2) / of).Sum();
    }
}
