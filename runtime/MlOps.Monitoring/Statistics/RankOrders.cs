namespace MlOps.Monitoring.Statistics;

/// <summary>How many orders of ranks have each distance: the table of the exact test of Cramér and von Mises.</summary>
/// <remarks>
/// Evidently keeps it in the smallest type of numpy that holds the number of all orders, which is one of 16 or 32 bits, and its p-values
/// lose digits there (0.98026 instead of 0.98011 for eight rows against eight). To have the same digits, entries are kept in the same order
/// and rounded alike.
/// </remarks>
internal sealed class RankOrders
{
    private const double LargestHalf = 65_504;

    private readonly double[] _distances;
    private readonly double[] _counts;
    private readonly Func<double, double> _round;
    private readonly bool _isExact;

    private RankOrders(double[] distances, double[] counts, Func<double, double> round, bool isExact) =>
        (_distances, _counts, _round, _isExact) = (distances, counts, round, isExact);

    /// <summary>No orders yet, in the type that numpy picks: a whole one when the largest distance exceeds the number of orders.</summary>
    public static RankOrders Precision(double orders, double largestDistance) =>
        largestDistance >= orders ? new RankOrders([], [], static value => value, isExact: true)
        : orders <= LargestHalf ? new RankOrders([], [], static value => (double)(Half)value, isExact: false)
        : new RankOrders([], [], static value => (float)value, isExact: false);

    /// <summary>The one order of no rows.</summary>
    public RankOrders One() => With([0], [1]);

    /// <summary>The orders of both together, all of them further apart by a step: first the distances that both have, ascending, then the others.</summary>
    public static RankOrders Merge(RankOrders one, RankOrders other, double step)
    {
        var (left, right) = (one.FirstPlaces(), other.FirstPlaces());
        var common = left.Keys.Where(right.ContainsKey).Order().ToArray();
        var distances = new List<double>(one._distances.Length + other._distances.Length);
        var counts = new List<double>(distances.Capacity);
        foreach (var distance in common)
        {
            distances.Add(distance);
            counts.Add(one._round(one._counts[left[distance]] + other._counts[right[distance]]));
        }

        AddRest(one, left, right);
        AddRest(other, right, left);
        return one.With([.. distances.Select(distance => one._round(distance + step))], [.. counts]);

        void AddRest(RankOrders side, Dictionary<double, int> places, Dictionary<double, int> others)
        {
            for (var i = 0; i < side._distances.Length; i++)
            {
                if (!others.ContainsKey(side._distances[i]) || places[side._distances[i]] != i)
                {
                    distances.Add(side._distances[i]);
                    counts.Add(side._counts[i]);
                }
            }
        }
    }

    /// <summary>How many orders have a distance from a bound on.</summary>
    public double From(double bound)
    {
        var least = _round(bound);
        var reached = _counts.Where((_, i) => _distances[i] >= least).ToArray();
        return _isExact ? reached.Sum() : _round(NumpySum.Of<float>(Array.ConvertAll(reached, static count => (float)count)));
    }

    private RankOrders With(double[] distances, double[] counts) => new(distances, counts, _round, _isExact);

    private Dictionary<double, int> FirstPlaces()
    {
        var places = new Dictionary<double, int>(_distances.Length);
        for (var i = 0; i < _distances.Length; i++)
        {
            places.TryAdd(_distances[i], i);
        }

        return places;
    }
}
