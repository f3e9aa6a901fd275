using System.Globalization;

namespace ThermalTraining;

/// <summary>A handwritten digit: 64 shades from 0 to 1, and what it shows.</summary>
internal sealed record Digit(float[] Pixels, int Label)
{
    public const int Classes = 10;

    /// <summary>All digits, shuffled with a seed: some to train with, the others to test with.</summary>
    public static (Digit[] Train, Digit[] Test) ReadAndSplit(string path, double testShare, int seed)
    {
        var digits = File.ReadLines(path).Skip(1).Select(static line => Parse(line.Split(','))).ToArray();
        new Random(seed).Shuffle(digits);
        var testCount = (int)Math.Round(digits.Length * testShare);
        return (digits[testCount..], digits[..testCount]);
    }

    private static Digit Parse(string[] cells) =>
        new([.. cells[..^1].Select(static cell => float.Parse(cell, CultureInfo.InvariantCulture) / 16)], int.Parse(cells[^1], CultureInfo.InvariantCulture));
}
