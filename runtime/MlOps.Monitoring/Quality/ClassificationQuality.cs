using MlOps.Monitoring.Quality;

namespace MlOps.Monitoring;

/// <summary>How good the predictions of a classifier are.</summary>
/// <remarks>
/// The numbers are those of Evidently and scikit-learn. Where those raise an error, as for a label that has no row, the number alone is
/// missing and <see cref="Notes"/> says why. Rows that lack the target or a prediction are left out and counted.
/// </remarks>
public sealed record ClassificationQuality
{
    /// <summary>The number of metrics that are not of one label.</summary>
    internal const int MetricsOfAll = 10;

    /// <summary>The number of judged rows.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of rows that lack the target or a prediction.</summary>
    public required int Skipped { get; init; }

    /// <summary>The positive label, of two; <see langword="null"/> with more.</summary>
    public required string? PositiveLabel { get; init; }

    /// <summary>Accuracy, precision, recall and F1.</summary>
    public required ClassificationScores Scores { get; init; }

    /// <summary>The mean area under the ROC curves of all labels that have one; <see langword="null"/> without probabilities.</summary>
    public required double? RocAuc { get; init; }

    /// <summary>The mean negative logarithm of the probability of the right label; <see langword="null"/> without probabilities.</summary>
    public required double? LogLoss { get; init; }

    /// <summary>The share of positive rows that were found; of two labels only.</summary>
    public required double? TruePositiveRate { get; init; }

    /// <summary>The share of negative rows that were taken for positive; of two labels only.</summary>
    public required double? FalsePositiveRate { get; init; }

    /// <summary>The share of negative rows that were left alone; of two labels only.</summary>
    public double? TrueNegativeRate => 1 - FalsePositiveRate;

    /// <summary>The share of positive rows that were missed; of two labels only.</summary>
    public double? FalseNegativeRate => 1 - TruePositiveRate;

    /// <summary>Each label against all others, in order.</summary>
    public required IReadOnlyList<LabelQuality> Labels { get; init; }

    /// <summary>How often each label was predicted for each.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>What labels drawn by their shares, with Evidently's random numbers, would have reached.</summary>
    public required ClassificationScores Dummy { get; init; }

    /// <summary>What is to be said of numbers that are missing, in plain words.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>All numbers under their names; those of labels as <c>recall.spam</c>.</summary>
    public IEnumerable<QualityMetric> Metrics =>
    [
        new("accuracy", Scores.Accuracy), new("precision", Scores.Precision), new("recall", Scores.Recall), new("f1", Scores.F1),
        new("roc_auc", RocAuc), new("log_loss", LogLoss),
        new("tpr", TruePositiveRate), new("tnr", TrueNegativeRate), new("fpr", FalsePositiveRate), new("fnr", FalseNegativeRate),
        .. Labels.SelectMany(static label => new QualityMetric[]
        {
            new($"precision.{label.Label}", label.Precision), new($"recall.{label.Label}", label.Recall),
            new($"f1.{label.Label}", label.F1), new($"roc_auc.{label.Label}", label.RocAuc),
        }),
    ];

    /// <summary>Judges predicted labels.</summary>
    /// <param name="target">The true labels; numbers are labels too.</param>
    /// <param name="prediction">The predicted ones.</param>
    /// <param name="options">The positive label.</param>
    /// <exception cref="ArgumentException">The columns are not equally long, or there is no such positive label.</exception>
    public static ClassificationQuality OfLabels(Column target, Column prediction, ClassificationOptions? options = null) =>
        Of(ClassificationRows.OfLabels(target, prediction, options ?? new ClassificationOptions()));

    /// <summary>Judges the probabilities of one of two labels.</summary>
    /// <param name="target">The true labels.</param>
    /// <param name="probability">The probability of the positive label.</param>
    /// <param name="options">The positive label and the threshold.</param>
    /// <exception cref="ArgumentException">The columns are not equally long, there are more than two labels, or there is no such positive label.</exception>
    public static ClassificationQuality OfProbability(Column target, NumberColumn probability, ClassificationOptions? options = null) =>
        Of(ClassificationRows.OfProbability(target, probability, options ?? new ClassificationOptions()));

    /// <summary>Judges probabilities of all labels.</summary>
    /// <param name="target">The true labels.</param>
    /// <param name="probabilities">A column for each label, called like it; the label of the largest is predicted, the first of equal ones.</param>
    /// <param name="options">The positive label and the threshold, of two labels.</param>
    /// <exception cref="ArgumentException">The columns are not equally long, or there are fewer than two.</exception>
    public static ClassificationQuality OfProbabilities(Column target, IReadOnlyList<NumberColumn> probabilities, ClassificationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return probabilities.Count < 2
            ? throw new ArgumentException("Probabilities of all labels need a column for each; for one column of two labels there is OfProbability.", nameof(probabilities))
            : Of(ClassificationRows.OfProbabilities(target, probabilities, options ?? new ClassificationOptions()));
    }

    private static ClassificationQuality Of(ClassificationRows rows)
    {
        int[] order = [.. Enumerable.Range(0, rows.Labels.Count).OrderBy(label => rows.Labels[label], LabelOrder.Of(rows.Labels))];
        string[] labels = [.. order.Select(label => rows.Labels[label])];
        int[] places = [.. Enumerable.Range(0, order.Length).OrderBy(place => order[place])];
        int? positive = rows.Positive is { } one ? places[one] : null;
        var confusion = Confuse(rows.Predicted);
        LabelQuality[] byLabel = [.. order.Select((label, place) => new LabelQuality(labels[place], confusion.Support(place), confusion.Precision(place), confusion.Recall(place), confusion.F1(place), RocAucOf(label)))];
        double[] areas = [.. byLabel.Select(static label => label.RocAuc).OfType<double>()];
        return new ClassificationQuality
        {
            Rows = rows.Actual.Length,
            Skipped = rows.Skipped,
            PositiveLabel = positive is { } found ? labels[found] : null,
            Scores = ClassificationScores.Of(confusion, positive),
            RocAuc = areas.Length == 0 ? null : areas.Average(),
            LogLoss = rows.Probabilities is { } probabilities && OutOfRange(rows) == 0 ? Discrimination.LogLoss(probabilities, rows.Actual) : null,
            TruePositiveRate = positive is { } label ? confusion.Recall(label) : null,
            FalsePositiveRate = positive is { } negative ? confusion.FalsePositiveRate(negative) : null,
            Labels = byLabel,
            Confusion = confusion,
            Dummy = ClassificationScores.Of(Confuse(DummyClassifier.Draw(rows.Actual, labels.Length)), positive),
            Notes = [.. Remarks(rows, byLabel)],
        };

        ConfusionMatrix Confuse(int[] predicted) =>
            new(labels, Array.ConvertAll(rows.Actual, label => places[label]), Array.ConvertAll(predicted, label => places[label]));

        double? RocAucOf(int label) => rows.Probabilities is { } columns && label < columns.Length
            ? Discrimination.RocAuc(columns[label], row => rows.Actual[row] == label)
            : null;
    }

    /// <summary>The number of rows with a probability that is none.</summary>
    private static int OutOfRange(ClassificationRows rows) => rows.Probabilities is { } columns
        ? Enumerable.Range(0, rows.Actual.Length).Count(row => Array.Exists(columns, column => column[row] is not (>= 0 and <= 1)))
        : 0;

    private static IEnumerable<string> Remarks(ClassificationRows rows, LabelQuality[] labels)
    {
        if (rows.Actual.Length == 0)
        {
            yield return "No row has both a target and a prediction: there is nothing to judge.";
            yield break;
        }

        if (rows.Skipped > 0)
        {
            yield return $"{rows.Skipped} rows lack the target or a prediction and are left out.";
        }

        if (OutOfRange(rows) is > 0 and var wrong)
        {
            yield return $"{wrong} of {rows.Actual.Length} rows have a probability that is not between 0 and 1: there is no log-loss of scores.";
        }

        foreach (var label in labels)
        {
            if (label.Support == 0)
            {
                yield return $"No row has the label '{label.Label}': it has no recall and no ROC AUC, and counts as 0 in the mean recall where it was predicted.";
            }
            else if (label.Precision is null)
            {
                yield return $"The label '{label.Label}' was never predicted: it has no precision, and counts as 0 in the mean precision.";
            }
        }
    }
}
