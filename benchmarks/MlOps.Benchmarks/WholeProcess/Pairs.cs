namespace MlOps.Benchmarks.WholeProcess;

/// <summary>Measures two things in turns. Whoever goes first finds another machine than the second one: the order changes from pair to pair.</summary>
internal static class Pairs
{
    /// <param name="count">How many pairs.</param>
    /// <param name="one">Measures the first thing.</param>
    /// <param name="other">Measures the second.</param>
    public static (T One, T Other)[] Interleaved<T>(int count, Func<T> one, Func<T> other)
    {
        one();
        other(); // Both are compiled, and servers and caches warm, by now.
        var pairs = new (T One, T Other)[count];
        for (var pair = 0; pair < count; pair++)
        {
            if (pair % 2 == 0)
            {
                pairs[pair].One = one();
                pairs[pair].Other = other();
            }
            else
            {
                pairs[pair].Other = other();
                pairs[pair].One = one();
            }
        }

        return pairs;
    }
}
