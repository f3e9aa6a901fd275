using System.Globalization;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Quality;

/// <summary>The rows of a classification that have all their values, every label a place in one list.</summary>
internal sealed class ClassificationRows
{
    private ClassificationRows(IReadOnlyList<string> labels, int[] actual, int[] predicted, double[][]? probabilities, int? positive, int skipped)
    {
        (Labels, Actual, Predicted, Probabilities, Positive, Skipped) = (labels, actual, predicted, probabilities, positive, skipped);
    }

    /// <summary>Those with a probability first, in the order of their columns; then the others.</summary>
    public IReadOnlyList<string> Labels { get; }

    public int[] Actual { get; }

    public int[] Predicted { get; }

    /// <summary>A column of probabilities for each of the first labels.</summary>
    public double[][]? Probabilities { get; }

    /// <summary>The place of the positive label, of two.</summary>
    public int? Positive { get; }

    /// <summary>The number of rows that lack a value.</summary>
    public int Skipped { get; }

    public static ClassificationRows OfLabels(Column target, Column prediction, ClassificationOptions options)
    {
        SameRows(target, prediction);
        var (actual, predicted) = (LevelCodes.Of(target), LevelCodes.Of(prediction));
        string[] labels = [.. actual.Levels.Union(predicted.Levels, StringComparer.Ordinal)];
        var kept = Kept(target.Count, row => actual.Codes[row] >= 0 && predicted.Codes[row] >= 0);
        return new ClassificationRows(
            labels,
            Places(labels, actual, kept),
            Places(labels, predicted, kept),
            probabilities: null,
            PositiveOf(labels, options, column: null),
            target.Count - kept.Length);
    }

    public static ClassificationRows OfProbabilities(Column target, IReadOnlyList<NumberColumn> columns, ClassificationOptions options)
    {
        foreach (var column in columns)
        {
            SameRows(target, column);
        }

        var actual = LevelCodes.Of(target);
        string[] labels = [.. columns.Select(static column => column.Name).Union(actual.Levels, StringComparer.Ordinal)];
        var kept = Kept(target.Count, row => actual.Codes[row] >= 0 && columns.All(column => double.IsFinite(column.Values[row])));
        var probabilities = columns.Select(column => Array.ConvertAll(kept, row => column.Values[row])).ToArray();
        var positive = PositiveOf(labels, options, column: null);
        return new ClassificationRows(labels, Places(labels, actual, kept), Predict(probabilities, positive, options), probabilities, positive, target.Count - kept.Length);
    }

    public static ClassificationRows OfProbability(Column target, NumberColumn column, ClassificationOptions options)
    {
        SameRows(target, column);
        var actual = LevelCodes.Of(target);
        if (actual.Levels.Count > 2)
        {
            throw new ArgumentException($"Column '{target.Name}' has {actual.Levels.Count} labels; one column of probabilities, '{column.Name}', fits two. Name a column of probabilities for each label.", nameof(column));
        }

        string[] labels = [.. TwoLabels(actual.Levels, options, column.Name)];
        var kept = Kept(target.Count, row => actual.Codes[row] >= 0 && double.IsFinite(column.Values[row]));
        var scores = Array.ConvertAll(kept, row => column.Values[row]);
        double[][] probabilities = [scores, Array.ConvertAll(scores, static score => 1 - score)];
        return new ClassificationRows(labels, Places(labels, actual, kept), Predict(probabilities, positive: 0, options), probabilities, positive: 0, target.Count - kept.Length);
    }

    /// <summary>The positive label and the other one, which may be in no row.</summary>
    private static IEnumerable<string> TwoLabels(IReadOnlyList<string> there, ClassificationOptions options, string column)
    {
        var positive = PositiveOf(there, options, column) is { } place ? there[place]
            : options.PositiveLabel ?? (there is ["0"] ? "1" : there.Count == 1 ? there[0] : column);
        return [positive, there.FirstOrDefault(label => label != positive) ?? (positive == "1" ? "0" : $"not {positive}")];
    }

    private static int[] Predict(double[][] probabilities, int? positive, ClassificationOptions options)
    {
        var predicted = new int[probabilities[0].Length];
        for (var row = 0; row < predicted.Length; row++)
        {
            predicted[row] = positive is { } one
                ? probabilities[one][row] >= options.Threshold ? one : 1 - one
                : Largest(probabilities, row);
        }

        return predicted;
    }

    private static int Largest(double[][] probabilities, int row)
    {
        var largest = 0;
        for (var label = 1; label < probabilities.Length; label++)
        {
            largest = probabilities[label][row] > probabilities[largest][row] ? label : largest;
        }

        return largest;
    }

    private static int? PositiveOf(IReadOnlyList<string> labels, ClassificationOptions options, string? column)
    {
        if (labels.Count != 2)
        {
            return null;
        }

        if (options.PositiveLabel is { } asked)
        {
            return PlaceOf(asked) ?? throw NoSuchLabel(asked, labels);
        }

        return PlaceOf("1") ?? PlaceOf(column) ?? PlaceOf(labels.Order(LabelOrder.Of(labels)).Last());

        int? PlaceOf(string? label) => labels[0] == label ? 0 : labels[1] == label ? 1 : null;
    }

    private static ArgumentException NoSuchLabel(string label, IEnumerable<string> labels) =>
        new($"There is no label '{label}' to be the positive one; there are {string.Join(" and ", labels.Select(static there => $"'{there}'"))}.", nameof(label));

    private static int[] Places(string[] labels, LevelCodes codes, int[] kept)
    {
        var places = codes.Levels.Select(level => Array.IndexOf(labels, level)).ToArray();
        return Array.ConvertAll(kept, row => places[codes.Codes[row]]);
    }

    private static int[] Kept(int rows, Func<int, bool> isWhole) => [.. Enumerable.Range(0, rows).Where(isWhole)];

    private static void SameRows(Column target, Column other)
    {
        if (target.Count != other.Count)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Column '{other.Name}' has {other.Count} rows where '{target.Name}' has {target.Count}."), nameof(other));
        }
    }
}
