namespace MlOps.Monitoring;

/// <summary>How often each label was predicted for each label.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;

    internal ConfusionMatrix(IReadOnlyList<string> labels, ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted)
    {
        Labels = labels;
        _counts = new long[labels.Count * labels.Count];
        for (var row = 0; row < actual.Length; row++)
        {
            _counts[(actual[row] * labels.Count) + predicted[row]]++;
        }
    }

    /// <summary>The labels in order: by their numbers where all are numbers, else by their characters.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The number of rows.</summary>
    public long Rows => _counts.Sum();

    /// <summary>The number of rows of a label that were given a label, by places in <see cref="Labels"/>.</summary>
    public long this[int actual, int predicted] => _counts[(actual * Labels.Count) + predicted];

    /// <summary>The number of rows of a label.</summary>
    public long Support(int label) => Enumerable.Range(0, Labels.Count).Sum(predicted => this[label, predicted]);

    /// <summary>The number of rows that were given a label.</summary>
    public long Predicted(int label) => Enumerable.Range(0, Labels.Count).Sum(actual => this[actual, label]);

    /// <summary>The share of rows that were given their own label; <see langword="null"/> without rows.</summary>
    internal double? Accuracy() => Share(Enumerable.Range(0, Labels.Count).Sum(label => this[label, label]), Rows);

    /// <summary>The share of right ones among the rows that were given a label.</summary>
    internal double? Precision(int label) => Share(this[label, label], Predicted(label));

    /// <summary>The share of right ones among the rows of a label.</summary>
    internal double? Recall(int label) => Share(this[label, label], Support(label));

    /// <summary>The harmonic mean of both; 0 where the label was never right, <see langword="null"/> where it is neither there nor predicted.</summary>
    internal double? F1(int label) => Share(2 * this[label, label], Support(label) + Predicted(label));

    /// <summary>The share of wrong ones among the rows of all other labels.</summary>
    internal double? FalsePositiveRate(int label) => Share(Predicted(label) - this[label, label], Rows - Support(label));

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
