using MlOps.Monitoring;
using MlOps.Monitoring.Summaries;

namespace MlOps.Cli.Monitoring;

/// <summary>Which columns say what of a prediction.</summary>
internal sealed record QualityRoles
{
    public required string Target { get; init; }

    public required string Prediction { get; init; }

    public required IReadOnlyList<string> Probabilities { get; init; }

    public required string? User { get; init; }

    public required int K { get; init; }

    public required string? Task { get; init; }

    public required ClassificationOptions Options { get; init; }

    /// <summary>The checks of one quality against another of the same task.</summary>
    public static IReadOnlyList<CheckResult> Checks(object current, object reference) => (current, reference) switch
    {
        (ClassificationQuality one, ClassificationQuality other) => DefaultChecks.Of(one, other),
        (RegressionQuality one, RegressionQuality other) => DefaultChecks.Of(one, other),
        (RankingQuality one, RankingQuality other) => DefaultChecks.Of(one, other),
        _ => throw new ArgumentException("The two files look like different tasks: say which it is with --task."),
    };

    /// <summary>The metrics of a quality.</summary>
    public static IEnumerable<QualityMetric> Metrics(object quality) => quality switch
    {
        ClassificationQuality classification => classification.Metrics,
        RegressionQuality regression => regression.Metrics,
        RankingQuality ranking => ranking.Metrics,
        _ => throw new ArgumentException($"{quality.GetType().Name} is no quality.", nameof(quality)),
    };

    /// <summary>A <see cref="ClassificationQuality"/>, a <see cref="RegressionQuality"/> or a <see cref="RankingQuality"/>.</summary>
    public object Judge(Table table, string file)
    {
        var target = Find(table, Target, "--target", file);
        switch (Task ?? Guess(table, target))
        {
            case "ranking":
                var user = Find(table, User ?? throw new ArgumentException("A ranking needs the column that says whose item a row is: --user."), "--user", file);
                return RankingQuality.Of(user, Numbers(target, file), Numbers(Find(table, Prediction, "--prediction", file), file), K);
            case "regression":
                return RegressionQuality.Of(Numbers(target, file), Numbers(Find(table, Prediction, "--prediction", file), file));
        }

        NumberColumn[] probabilities = [.. Probabilities.Select(name => Numbers(Find(table, name, "--probability", file), file))];
        return probabilities.Length switch
        {
            0 => ClassificationQuality.OfLabels(target, Find(table, Prediction, "--prediction", file), Options),
            1 => ClassificationQuality.OfProbability(target, probabilities[0], Options),
            _ => ClassificationQuality.OfProbabilities(target, probabilities, Options),
        };
    }

    private static Column Find(Table table, string name, string option, string file) => table.Find(name)
        ?? throw new ArgumentException($"{file} has no column '{name}'; it has {string.Join(", ", table.Columns.Take(20).Select(static column => column.Name))}{(table.Columns.Count > 20 ? ", …" : "")}. Name it with {option}.");

    private static NumberColumn Numbers(Column column, string file) =>
        column as NumberColumn ?? throw new ArgumentException($"Column '{column.Name}' of {file} is not one of numbers.");

    /// <summary>Texts and few whole numbers are labels, anything else is a value.</summary>
    private string Guess(Table table, Column target)
    {
        const int MostLabels = 20;
        if (User is not null)
        {
            return "ranking";
        }

        var areLabels = target is LevelColumn || (target is NumberColumn { IsInteger: true } whole
            && NumberStatistics.Of(whole).Distinct <= MostLabels && table.Find(Prediction) is null or LevelColumn or NumberColumn { IsInteger: true });
        return Probabilities.Count > 0 || areLabels ? "classification" : "regression";
    }
}
