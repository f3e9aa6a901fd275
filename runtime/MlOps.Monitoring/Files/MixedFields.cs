namespace MlOps.Monitoring.Files;

/// <summary>What a column is that has numbers and texts: one of numbers with stray texts, or one of levels of which some look like numbers.</summary>
/// <remarks>
/// A stray text must not hide how the numbers have moved, and codes such as 250, 401, V57 are no numbers. Levels come again and again, numbers
/// seldom do: where they hardly repeat, nothing could be told of them as levels.
/// </remarks>
internal static class MixedFields
{
    private const int FewNumbers = 10;
    private const int FewTexts = 100; // One of so many values.

    /// <param name="numbers">How many values are numbers.</param>
    /// <param name="texts">How many are not.</param>
    /// <param name="distinct">How many of the numbers are different; <see langword="null"/> where they are too many to count.</param>
    public static bool AreNumbers(long numbers, long texts, long? distinct) =>
        texts == 0 || (numbers >= texts && distinct is null or > FewNumbers && (texts * FewTexts <= numbers + texts || distinct is null || distinct > numbers / 2));
}
