using System.Globalization;
using System.Runtime.InteropServices;

namespace MlOps.Monitoring.Summaries;

/// <summary>The values of any column as levels: a code a row, and a text a code, in the order of their first rows.</summary>
/// <param name="Codes">A place in <paramref name="Levels"/> a row, <see cref="LevelColumn.Missing"/> where it is missing.</param>
/// <param name="Levels">The different texts that really occur.</param>
internal readonly record struct LevelCodes(int[] Codes, IReadOnlyList<string> Levels)
{
    public static LevelCodes Of(Column column) => column switch
    {
        LevelColumn levels => OfLevels(levels),
        NumberColumn numbers => OfNumbers(numbers),
        _ => throw new ArgumentException($"Column '{column.Name}' is of an unknown kind.", nameof(column)),
    };

    /// <summary>A number as a label: whole numbers without a fraction, so that 1 and 1.0 are one label in whatever file.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>How often each level is there.</summary>
    public int[] Counts()
    {
        var counts = new int[Levels.Count];
        foreach (var code in Codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        return counts;
    }

    private static LevelCodes OfLevels(LevelColumn column)
    {
        var seen = new Dictionary<int, int>();
        return Number(column.Codes, seen, static code => code == LevelColumn.Missing, code => column.Levels[code]);
    }

    private static LevelCodes OfNumbers(NumberColumn column) =>
        Number(column.Values, new Dictionary<double, int>(), static value => double.IsNaN(value), Text);

    private static LevelCodes Number<T>(ReadOnlySpan<T> values, Dictionary<T, int> seen, Predicate<T> isMissing, Func<T, string> text)
        where T : notnull
    {
        var codes = new int[values.Length];
        var levels = new List<string>();
        for (var row = 0; row < values.Length; row++)
        {
            if (isMissing(values[row]))
            {
                codes[row] = LevelColumn.Missing;
                continue;
            }

            ref var code = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, values[row], out var exists);
            if (!exists)
            {
                code = levels.Count;
                levels.Add(text(values[row]));
            }

            codes[row] = code;
        }

        return new LevelCodes(codes, levels);
    }
}
