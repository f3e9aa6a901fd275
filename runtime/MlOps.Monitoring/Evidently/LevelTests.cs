using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Evidently;

/// <summary>Evidently's tests of levels: what each of them asks of the statistics, and where it says nothing.</summary>
internal static class LevelTests
{
    private const string OneLevel = "Both sides have one level, the same: nothing can differ.";

    /// <summary>The current counts against the reference's, taken as exact: a new level is impossible there, p = 0.</summary>
    public static Score ChiSquare(LevelPair pair) => pair.Count < 2
        ? Score.None(OneLevel)
        : GoodnessOfFit.ChiSquare(pair.Reference, (double)pair.Currents / pair.References, pair.Current);

    public static Score LikelihoodRatio(LevelPair pair) =>
        pair.References != pair.Currents ? Score.None($"Evidently's G test is defined for sides of equal size only, and they have {pair.References} and {pair.Currents} values.")
        : pair.Count < 2 ? Score.None(OneLevel)
        : GoodnessOfFit.LikelihoodRatio(pair.Reference, pair.Current);

    /// <summary>The share of the first level in ascending order against all others.</summary>
    public static Score Z(LevelPair pair) => pair.Count < 2
        ? 1
        : Tails.Normal(TwoShares.Z(pair.Reference[0], pair.References, pair.Current[0], pair.Currents));

    public static Score Fisher(LevelPair pair) =>
        pair.Count > 2 ? Score.None($"Fisher's exact test compares two levels, and there are {pair.Count}.")
        : pair.References != pair.Currents ? Score.None($"Evidently's exact test of Fisher is defined for sides of equal size only, and they have {pair.References} and {pair.Currents} values.")
        : TwoShares.Fisher(pair.Reference[0], pair.References, pair.Current[0], pair.Currents);

    /// <summary>The share of 1000 permutations that are as far apart.</summary>
    public static Score TotalVariation(LevelPair pair) => pair.Rows() is var (reference, current) ? Statistics.TotalVariation.PValue(reference, current, pair.Count) : default;

    public static Score Psi(LevelPair pair) => pair.ToShares() is var (r, c) ? Shares.Psi(r, c) : default;

    public static Score KullbackLeibler(LevelPair pair) => pair.ToShares() is var (r, c) ? Shares.KullbackLeibler(r, c) : default;

    public static Score JensenShannon(LevelPair pair) => pair.ToShares() is var (r, c) ? Shares.JensenShannon(r, c) : default;

    public static Score Hellinger(LevelPair pair) => pair.ToShares() is var (r, c) ? Shares.Hellinger(r, c) : default;
}
