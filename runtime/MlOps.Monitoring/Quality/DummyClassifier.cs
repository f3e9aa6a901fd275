namespace MlOps.Monitoring.Quality;

/// <summary>Guesses that a model has to beat: labels drawn by their shares among the rows, without a look at any feature.</summary>
internal static class DummyClassifier
{
    /// <summary>Evidently's draws: <c>numpy.random.choice</c> of the labels, the most frequent first, with the seed 0.</summary>
    public static int[] Draw(ReadOnlySpan<int> actual, int labels)
    {
        var counts = new int[labels];
        var first = new int[labels];
        for (var row = actual.Length - 1; row >= 0; row--)
        {
            counts[actual[row]]++;
            first[actual[row]] = row;
        }

        int[] order = [.. Enumerable.Range(0, labels).Where(label => counts[label] > 0).OrderByDescending(label => counts[label]).ThenBy(label => first[label])];
        var bounds = new double[order.Length];
        var sum = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            bounds[i] = sum += (double)counts[order[i]] / actual.Length;
        }

        var random = new NumpyRandom(seed: 0);
        var drawn = new int[actual.Length];
        for (var row = 0; row < drawn.Length; row++)
        {
            var share = random.NextDouble();
            var place = 0;
            while (place < order.Length - 1 && share >= bounds[place] / sum)
            {
                place++;
            }

            drawn[row] = order[place];
        }

        return drawn;
    }
}
