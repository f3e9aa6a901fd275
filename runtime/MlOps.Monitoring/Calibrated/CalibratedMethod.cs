using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Calibrated;

/// <summary>A test by its name, with the least effect that counts.</summary>
/// <remarks>
/// The floor of a distance is about half of what a normal column shifted by a tenth of its spread gives: there a normed Wasserstein distance
/// is 0.1, Evidently's threshold. So what Evidently calls drift at its threshold is found by any method once there are rows enough, and what
/// only a million rows can tell from nothing is not called drift. For <c>ks</c> and the total variation of levels it reads: 2 of 100 rows
/// would have to move. (A divergence grows with the square of a difference: half of the difference is a quarter of it.)
/// </remarks>
/// <param name="Name">As in Evidently.</param>
/// <param name="Floor">The least effect that counts.</param>
/// <param name="Numbers">The test of numbers; <see langword="null"/> where it has none.</param>
/// <param name="Levels">The test of levels; <see langword="null"/> where it has none.</param>
internal sealed record CalibratedMethod(string Name, double Floor, CalibratedMethod.NumberTest? Numbers, CalibratedMethod.LevelTest? Levels)
{
    public const string Ks = "ks";
    public const string ChiSquare = "chisquare";
    public const string Z = "z";
    public const string FisherExact = "fisher_exact";

    /// <summary>The least difference of the shares of missing rows that counts, and the least share of new levels: one row in a hundred.</summary>
    public const double ShareFloor = 0.01;

    private static readonly CalibratedMethod[] All =
    [
        new(Ks, 0.02, Kolmogorov.Test, null),
        new("wasserstein", 0.05, SampleTests.Wasserstein, null),
        new("ed", 0.04, SampleTests.Energy, null),
        new("cramer_von_mises", 0.015, SampleTests.CramerVonMises, null),
        new("anderson", 0.03, SampleTests.AndersonDarling, null),
        new("t_test", 0.05, SampleTests.Means, null),
        new("mannw", 0.03, SampleTests.Ranks, null),
        new("es", 0.02, SampleTests.EppsSingleton, null),
        new("empirical_mmd", 0.01, SampleTests.MeanDiscrepancy, null),
        OfShares("psi", 0.0025, Shares.Psi),
        OfShares("kl_div", 0.00125, Shares.KullbackLeibler),
        OfShares("jensenshannon", 0.0175, Shares.JensenShannon),
        OfShares("hellinger", 0.0175, Shares.Hellinger),
        new("TVD", 0.02, null, static (reference, current) => ShareTests.Levels(reference, current, Shares.TotalVariation)),
        Table(ChiSquare, Contingency.ChiSquare),
        Table("g_test", Contingency.LikelihoodRatio),
        TwoShares(Z, Contingency.Z),
        TwoShares(FisherExact, Contingency.Fisher),
    ];

    private static readonly Dictionary<string, CalibratedMethod> ByName = All.ToDictionary(static method => method.Name, StringComparer.Ordinal);

    public delegate TestResult NumberTest(Distribution reference, Distribution current);

    public delegate TestResult LevelTest(ReadOnlySpan<long> reference, ReadOnlySpan<long> current);

    private delegate double TableTest(ReadOnlySpan<long> reference, ReadOnlySpan<long> current);

    /// <summary>The names of all.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The test of a name; <see langword="null"/> when there is none.</summary>
    public static CalibratedMethod? Find(string name) => ByName.GetValueOrDefault(name);

    public bool AppliesTo(ColumnType type) => (type == ColumnType.Numeric ? (object?)Numbers : Levels) is not null;

    private static CalibratedMethod OfShares(string name, double floor, ShareTests.Distance distance) =>
        new(name, floor, (reference, current) => ShareTests.Numbers(reference, current, distance), (reference, current) => ShareTests.Levels(reference, current, distance));

    private static CalibratedMethod Table(string name, TableTest test) =>
        new(name, 0.02, null, (reference, current) => new TestResult(test(reference, current), TotalVariation(reference, current)));

    private static CalibratedMethod TwoShares(string name, Func<long, long, long, long, double> test) => new(name, 0.02, null, (reference, current) =>
        reference.Length == 2
            ? new TestResult(test(reference[0], reference[0] + reference[1], current[0], current[0] + current[1]), TotalVariation(reference, current))
            : new TestResult(null, null, $"'{name}' compares two levels, and there are {reference.Length}. Try '{ChiSquare}'."));

    private static double TotalVariation(ReadOnlySpan<long> reference, ReadOnlySpan<long> current) =>
        Shares.TotalVariation(Shares.Of(reference, Contingency.Sum(reference)), Shares.Of(current, Contingency.Sum(current)));
}
