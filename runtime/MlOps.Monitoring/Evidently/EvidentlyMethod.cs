namespace MlOps.Monitoring.Evidently;

/// <summary>When a score is drift.</summary>
internal enum DriftWhen
{
    /// <summary>When it is below the threshold.</summary>
    Below,

    /// <summary>When it is not above the threshold.</summary>
    UpTo,

    /// <summary>When it is not below the threshold.</summary>
    From,

    /// <summary>When it is above the threshold.</summary>
    Above,
}

/// <summary>A test of Evidently's by its name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Threshold">Its threshold unless another is said.</param>
/// <param name="When">When its score is drift.</param>
/// <param name="Numbers">The test of numbers; <see langword="null"/> where it has none.</param>
/// <param name="Levels">The test of levels; <see langword="null"/> where it has none.</param>
internal sealed record EvidentlyMethod(string Name, double Threshold, DriftWhen When, Func<NumberPair, Score>? Numbers, Func<LevelPair, Score>? Levels)
{
    public const string Ks = "ks";
    public const string Wasserstein = "wasserstein";
    public const string JensenShannon = "jensenshannon";
    public const string ChiSquare = "chisquare";
    public const string Z = "z";

    private const double Chance = 0.05;
    private const double Distance = 0.1;

    private static readonly Dictionary<string, EvidentlyMethod> ByName = new EvidentlyMethod[]
    {
        new(Ks, Chance, DriftWhen.UpTo, NumberTests.KolmogorovSmirnov, null),
        new("t_test", Chance, DriftWhen.Below, NumberTests.Student, null),
        new("mannw", Chance, DriftWhen.Below, NumberTests.MannWhitney, null),
        new("es", Chance, DriftWhen.Below, NumberTests.EppsSingleton, null),
        new("anderson", Distance, DriftWhen.Below, NumberTests.AndersonDarling, null),
        new("cramer_von_mises", Distance, DriftWhen.UpTo, NumberTests.CramerVonMises, null),
        new("empirical_mmd", Distance, DriftWhen.Below, NumberTests.MeanDiscrepancy, null),
        new(Wasserstein, Distance, DriftWhen.From, NumberTests.Wasserstein, null),
        new("ed", Distance, DriftWhen.Above, NumberTests.Energy, null),
        new("psi", Distance, DriftWhen.From, NumberTests.Psi, LevelTests.Psi),
        new("kl_div", Distance, DriftWhen.From, NumberTests.KullbackLeibler, LevelTests.KullbackLeibler),
        new(JensenShannon, Distance, DriftWhen.From, NumberTests.JensenShannon, LevelTests.JensenShannon),
        new("hellinger", Distance, DriftWhen.From, NumberTests.Hellinger, LevelTests.Hellinger),
        new(ChiSquare, Chance, DriftWhen.Below, null, LevelTests.ChiSquare),
        new(Z, Chance, DriftWhen.Below, null, LevelTests.Z),
        new("g_test", Distance, DriftWhen.Below, null, LevelTests.LikelihoodRatio),
        new("fisher_exact", Distance, DriftWhen.Below, null, LevelTests.Fisher),
        new("TVD", Distance, DriftWhen.Below, null, LevelTests.TotalVariation),
    }.ToDictionary(static method => method.Name, StringComparer.Ordinal);

    /// <summary>The test of a name.</summary>
    public static EvidentlyMethod Of(string name) => ByName[name];

    public bool AppliesTo(ColumnType type) => type == ColumnType.Numeric ? Numbers is not null : type == ColumnType.Categorical && Levels is not null;

    /// <summary>Whether a score is drift; NaN never is.</summary>
    public bool IsDrift(double score, double threshold) => When switch
    {
        DriftWhen.Below => score < threshold,
        DriftWhen.UpTo => score <= threshold,
        DriftWhen.From => score >= threshold,
        _ => score > threshold,
    };
}
