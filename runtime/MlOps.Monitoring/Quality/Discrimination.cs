using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Quality;

/// <summary>What probabilities are worth, whatever the threshold.</summary>
internal static class Discrimination
{
    /// <summary>
    /// The area under the ROC curve, as the share of pairs (positive, negative) that the scores put in the right order, equal scores for a half;
    /// <see langword="null"/> when one kind is not there.
    /// </summary>
    /// <remarks>J. A. Hanley and B. J. McNeil, "The meaning and use of the area under a ROC curve", Radiology 143 (1982).</remarks>
    public static double? RocAuc(ReadOnlySpan<double> scores, Func<int, bool> isPositive)
    {
        var ranks = Ranks.Of(scores);
        var sum = default(Sums);
        for (var row = 0; row < ranks.Length; row++)
        {
            if (isPositive(row))
            {
                sum.Add(ranks[row]);
            }
        }

        double positives = sum.Count;
        var negatives = ranks.Length - positives;
        return positives == 0 || negatives == 0 ? null : (sum.Total - (positives * (positives + 1) / 2)) / (positives * negatives);
    }

    /// <summary>
    /// The mean of −ln(probability of the row's own label), the probabilities of a row divided by their sum, and kept off 0 and 1 by the
    /// precision of a double, as scikit-learn 1.2 does. A label without a probability has that least one.
    /// </summary>
    public static double? LogLoss(double[][] probabilities, ReadOnlySpan<int> actual)
    {
        const double Least = 2.220446049250313e-16;
        var losses = default(Sums);
        for (var row = 0; row < actual.Length; row++)
        {
            var sum = 0.0;
            foreach (var column in probabilities)
            {
                sum += Clip(column[row]);
            }

            losses.Add(-Math.Log(actual[row] < probabilities.Length ? Clip(probabilities[actual[row]][row]) / sum : Least));
        }

        return losses.Count == 0 ? null : losses.Mean;

        static double Clip(double probability) => Math.Clamp(probability, Least, 1 - Least);
    }
}
