using MlOps.Monitoring;
using MlOps.Monitoring.Files;
using MlOps.Monitoring.Summaries;

namespace MlOps.Cli.Monitoring;

/// <summary>Which columns say what of a prediction.</summary>
internal sealed record QualityRoles
{
    private const int MostLabels = 20;

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
        switch (Task ?? Guess(table, target, file))
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
        column as NumberColumn ?? throw new ArgumentException($"Column '{column.Name}' of {file} is not one of numbers: {FirstText((LevelColumn)column)}.");

    /// <summary>Where the first text is that is no number.</summary>
    private static string FirstText(LevelColumn column)
    {
        var isNumber = column.Levels.Select(static level => FieldText.TryNumber(level, out _)).ToArray();
        var codes = column.Codes;
        for (var row = 0; row < codes.Length; row++)
        {
            if (codes[row] != LevelColumn.Missing && !isNumber[codes[row]])
            {
                return $"row {row + 1} below the header has '{column.Levels[codes[row]]}'";
            }
        }

        return "it is said to be of levels";
    }

    /// <summary>Whether a column was to be of numbers, and a few texts in it made it one of labels.</summary>
    private static bool AreSpoiltNumbers(LevelColumn column) =>
        column.Levels.Count > MostLabels && column.Levels.Count(static level => FieldText.TryNumber(level, out _)) is var numbers && numbers < column.Levels.Count && numbers >= column.Levels.Count * 0.8;

    /// <summary>Texts and few whole numbers are labels, anything else is a value.</summary>
    private string Guess(Table table, Column target, string file)
    {
        if (User is not null)
        {
            return "ranking";
        }

        foreach (var column in new[] { target, table.Find(Prediction) }.OfType<LevelColumn>().Where(AreSpoiltNumbers))
        {
            throw new ArgumentException($"Column '{column.Name}' of {file} would be one of numbers, but {FirstText(column)}. Correct it, or say --task classification.");
        }

        var areLabels = target is LevelColumn || (target is NumberColumn { IsInteger: true } whole
            && NumberStatistics.Of(whole).Distinct <= MostLabels && table.Find(Prediction) is null or LevelColumn or NumberColumn { IsInteger: true });
        return Probabilities.Count > 0 || areLabels ? "classification" : "regression";
    }
}
