using System.Globalization;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Quality;

/// <summary>Works out a <see cref="RankingQuality"/>.</summary>
internal static class RankingJudge
{
    public static RankingQuality Judge(Column user, NumberColumn relevance, NumberColumn score, int k, bool withoutFeedback)
    {
        var users = LevelCodes.Of(user);
        var items = new List<(double Score, double Relevance)>[users.Levels.Count];
        var kept = 0;
        for (var row = 0; row < user.Count; row++)
        {
            if (relevance.Values[row] < 0)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Row {row + 1} of column '{relevance.Name}' is {relevance.Values[row]}: a relevance is 0 or more."), nameof(relevance));
            }

            if (users.Codes[row] >= 0 && double.IsFinite(relevance.Values[row]) && !double.IsNaN(score.Values[row]))
            {
                (items[users.Codes[row]] ??= []).Add((score.Values[row], relevance.Values[row]));
                kept++;
            }
        }

        var lists = items.Where(static list => list is not null).ToArray();
        var pleased = lists.Where(static list => list.Exists(static item => item.Relevance > 0)).ToArray();
        Marks[] marks = [.. (withoutFeedback ? lists : pleased).Select(list => Mark(list, k))];
        return new RankingQuality
        {
            K = k,
            Users = marks.Length,
            UsersWithoutFeedback = lists.Length - pleased.Length,
            Skipped = user.Count - kept,
            Precision = Mean(static mark => mark.Precision),
            Recall = Mean(static mark => mark.Recall),
            HitRate = Mean(static mark => mark.ReciprocalRank > 0 ? 1 : 0),
            ReciprocalRank = Mean(static mark => mark.ReciprocalRank),
            AveragePrecision = Mean(static mark => mark.AveragePrecision),
            Ndcg = Mean(static mark => mark.Ndcg),
            Notes = [.. Remarks(user.Count - kept, lists.Length - pleased.Length, marks.Length, withoutFeedback)],
        };

        double? Mean(Func<Marks, double> mark) => marks.Length == 0 ? null : marks.Average(mark);
    }

    private static IEnumerable<string> Remarks(int skipped, int withoutFeedback, int judged, bool areCounted)
    {
        if (skipped > 0)
        {
            yield return $"{skipped} rows lack the user, the relevance or the score and are left out.";
        }

        if (withoutFeedback > 0)
        {
            yield return $"{withoutFeedback} users have no relevant item, and {(areCounted ? "count as 0" : "are left out: no order could please them")}.";
        }

        if (judged == 0)
        {
            yield return "No user has a relevant item: there is nothing to judge.";
        }
    }

    private static Marks Mark(List<(double Score, double Relevance)> items, int k)
    {
        items.Sort(static (one, other) => other.Score.CompareTo(one.Score) is var byScore && byScore != 0 ? byScore : one.Relevance.CompareTo(other.Relevance));
        double[] best = [.. items.Select(static item => item.Relevance).OrderDescending()];
        var relevant = best.Count(static relevance => relevance > 0);
        if (relevant == 0)
        {
            return default;
        }

        var (found, reciprocal, precisions, gain, bestGain) = (0, 0.0, 0.0, 0.0, 0.0);
        for (var rank = 1; rank <= Math.Min(k, items.Count); rank++)
        {
            var discount = Math.Log2(rank + 1);
            gain += items[rank - 1].Relevance / discount;
            bestGain += best[rank - 1] / discount;
            if (items[rank - 1].Relevance > 0)
            {
                found++;
                reciprocal = found == 1 ? 1.0 / rank : reciprocal;
                precisions += (double)found / rank;
            }
        }

        return new Marks((double)found / Math.Min(k, items.Count), (double)found / relevant, reciprocal, precisions / relevant, gain / bestGain);
    }

    private readonly record struct Marks(double Precision, double Recall, double ReciprocalRank, double AveragePrecision, double Ndcg);
}
