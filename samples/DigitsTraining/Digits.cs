using System.Globalization;
using MlOps;

namespace DigitsTraining;

/// <summary>A handwritten digit: 64 shades from 0 to 1, and what it shows.</summary>
[Versioned]
internal sealed record Digit(float[] Pixels, int Label);

internal static class Digits
{
    public const int Classes = 10;

    public static IReadOnlyList<Digit> Read(string path) => [.. File.ReadLines(path).Skip(1).Select(Parse)];

    /// <summary>Shuffles with a seed, so that the same seed gives the same two sets on every machine.</summary>
    public static (IReadOnlyList<Digit> Train, IReadOnlyList<Digit> Test) Split(IReadOnlyList<Digit> digits, double testShare, int seed)
    {
        var shuffled = digits.ToArray();
        new Random(seed).Shuffle(shuffled);
        var testCount = (int)Math.Round(shuffled.Length * testShare);
        return (shuffled[testCount..], shuffled[..testCount]);
    }

    /// <summary>Every n-th digit to validate with, and the others to train with.</summary>
    public static (IReadOnlyList<Digit> Train, IReadOnlyList<Digit> Validation) Fold(IReadOnlyList<Digit> digits, int fold, int folds) =>
        ([.. digits.Where((_, index) => index % folds != fold - 1)], [.. digits.Where((_, index) => index % folds == fold - 1)]);

    private static Digit Parse(string line)
    {
        var cells = line.Split(',');
        return new([.. cells[..^1].Select(static cell => float.Parse(cell, CultureInfo.InvariantCulture) / 16)], int.Parse(cells[^1], CultureInfo.InvariantCulture));
    }
}
