namespace MlOps.Monitoring;

/// <summary>The four numbers that labels alone allow.</summary>
/// <param name="Accuracy">The share of right predictions.</param>
/// <param name="Precision">Of the positive label of two; of more labels the mean over those that occur, where an undefined one counts as 0.</param>
/// <param name="Recall">As <paramref name="Precision"/>.</param>
/// <param name="F1">As <paramref name="Precision"/>.</param>
/// <remarks>The averages are those of scikit-learn: <c>binary</c> for two labels, <c>macro</c> for more, <c>zero_division=0</c>.</remarks>
public sealed record ClassificationScores(double? Accuracy, double? Precision, double? Recall, double? F1)
{
    internal static ClassificationScores Of(ConfusionMatrix confusion, int? positive)
    {
        int[] labels = positive is { } one ? [one] : [.. Enumerable.Range(0, confusion.Labels.Count).Where(label => confusion.F1(label) is not null)];
        return new(confusion.Accuracy(), Mean(confusion.Precision), Mean(confusion.Recall), Mean(confusion.F1));

        double? Mean(Func<int, double?> score) => confusion.Rows == 0 || labels.Length == 0 ? null : labels.Average(label => score(label) ?? 0);
    }
}
