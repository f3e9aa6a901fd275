using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using MlOps.Monitoring.Files;
using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring;

/// <summary>The profile of a column of numbers: how many, their moments, and how they are spread.</summary>
public sealed class NumberProfile : ColumnProfile
{
    /// <summary>Numbers are added in blocks of this many: they stay in the first cache while each part of the profile takes them.</summary>
    private const int Block = 1024;

    private const int Bins = 30;

    private static readonly double[] Shown = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

    private double[]? _finite;

    /// <param name="name">Its name in the header.</param>
    public NumberProfile(string name)
        : this(name, new QuantileSketch(), Moments.None)
    {
    }

    private NumberProfile(string name, QuantileSketch sketch, Moments moments)
        : base(name)
    {
        Sketch = sketch;
        Moments = moments;
    }

    /// <inheritdoc/>
    public override long Rows => Missing + Infinite + Texts + Moments.Count;

    /// <summary>The number of values that are texts, which strayed among the numbers. They are not compared; their share is.</summary>
    public long Texts { get; private set; }

    /// <summary>The number of values that are infinite. They are not compared.</summary>
    public long Infinite { get; private set; }

    /// <summary>Whether all are whole numbers, written as such. Who adds the values knows, and may say it at the end.</summary>
    public bool IsInteger { get; set; }

    /// <summary>The first of the texts, where it is known. No file keeps it.</summary>
    internal StrayText? FirstText { get; private set; }

    /// <summary>How the finite values are spread.</summary>
    internal QuantileSketch Sketch { get; }

    /// <summary>The moments of the finite values.</summary>
    internal Moments Moments { get; private set; }

    /// <summary>Adds a value; NaN is a missing one.</summary>
    public void Add(double value) => Add(new ReadOnlySpan<double>(in value));

    /// <summary>Adds values, best many at once; NaN is a missing one.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        while (!values.IsEmpty)
        {
            var block = values[..Math.Min(Block, values.Length)];
            AddFinite(AreFinite(block) ? block : Filter(block));
            values = values[block.Length..];
        }
    }

    /// <summary>Counts values that are texts.</summary>
    /// <param name="rows">Their number.</param>
    public void AddTexts(long rows = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        Texts += rows;
    }

    internal void AddTexts(long rows, StrayText first)
    {
        AddTexts(rows);
        FirstText ??= first;
    }

    /// <inheritdoc/>
    public override ColumnSummary Summarize()
    {
        var spread = Sketch.Distribution;
        var summary = new ColumnSummary { Rows = Rows, Missing = Missing, Infinite = Infinite, Texts = Texts, Distinct = Sketch.Distinct };
        return Moments.Count == 0 ? summary : summary with
        {
            Mean = Finite(Moments.Mean),
            StandardDeviation = Finite(Moments.StandardDeviation),
            Quantiles = [Moments.Minimum, .. Shown[1..^1].Select(spread.Quantile), Moments.Maximum],
            Histogram = new Histogram(Moments.Minimum, Moments.Maximum, spread.Histogram(Moments.Minimum, Moments.Maximum, Bins)),
        };
    }

    /// <summary>What is said of the texts, where there are any.</summary>
    /// <param name="side">Which side of a comparison it is.</param>
    internal string StrayTexts(string? side = null)
    {
        var first = FirstText is null ? "" : $",{(Texts == 1 ? "" : " the first")} {FirstText},";
        return string.Create(CultureInfo.InvariantCulture, $"{Texts} of {Rows} values{side}{first} {(Texts == 1 ? "is no number" : "are no numbers")}");
    }

    /// <inheritdoc/>
    internal override ColumnProfile Merge(ColumnProfile other) =>
        other is NumberProfile numbers
            ? Restore(
                Name, IsInteger && numbers.IsInteger, (Missing + numbers.Missing, Infinite + numbers.Infinite, Texts + numbers.Texts), FirstText ?? numbers.FirstText, Moments + numbers.Moments, Sketch.Merge(numbers.Sketch))
            : throw new ArgumentException($"Column '{Name}' is of numbers in one profile and of levels in the other.", nameof(other));

    /// <summary>A profile of what a file says.</summary>
    internal static NumberProfile Restore(
        string name, bool isInteger, (long Missing, long Infinite, long Texts) others, StrayText? firstText, Moments moments, QuantileSketch sketch) =>
        new(name, sketch, moments) { IsInteger = isInteger, Missing = others.Missing, Infinite = others.Infinite, Texts = others.Texts, FirstText = firstText };

    /// <summary>The same values as numbers; <see langword="null"/> where they are hidden or not all there.</summary>
    internal static NumberProfile? Of(LevelProfile levels)
    {
        if (!levels.Salt.IsEmpty || !levels.Counts.IsExact)
        {
            return null;
        }

        var numbers = new NumberProfile(levels.Name);
        numbers.AddMissing(levels.Missing);
        foreach (var (text, count) in levels.Counts.Levels.OrderBy(static level => level.Level, StringComparer.Ordinal))
        {
            if (FieldText.IsMissing(text))
            {
                numbers.AddMissing(count);
            }
            else if (FieldText.TryNumber(text, out var value))
            {
                numbers.AddTimes(value, count);
            }
            else
            {
                numbers.AddTexts(count, new StrayText(StrayText.Shortened(text), 0));
            }
        }

        return numbers;
    }

    /// <summary>How a number is written where it is taken as a level.</summary>
    internal static string LevelOf(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static bool AreFinite(ReadOnlySpan<double> block)
    {
        // x − x is NaN for NaN and infinities, else 0; and NaN stays in a sum.
        var lanes = MemoryMarshal.Cast<double, Vector<double>>(block);
        var sum = Vector<double>.Zero;
        foreach (var lane in lanes)
        {
            sum += lane - lane;
        }

        var rest = Vector.Sum(sum);
        foreach (var value in block[(lanes.Length * Vector<double>.Count)..])
        {
            rest += value - value;
        }

        return rest == 0;
    }

    private void AddTimes(double value, long count)
    {
        var block = new double[Math.Min(count, Block)];
        Array.Fill(block, value);
        for (var left = count; left > 0; left -= Block)
        {
            Add(block.AsSpan(0, (int)Math.Min(left, Block)));
        }
    }

    private void AddFinite(ReadOnlySpan<double> block)
    {
        Moments += Moments.Of(block);
        Sketch.Add(block);
    }

    private ReadOnlySpan<double> Filter(ReadOnlySpan<double> block)
    {
        _finite ??= new double[Block];
        var count = 0;
        foreach (var value in block)
        {
            if (double.IsFinite(value))
            {
                _finite[count++] = value;
            }
            else if (double.IsNaN(value))
            {
                Missing++;
            }
            else
            {
                Infinite++;
            }
        }

        return _finite.AsSpan(0, count);
    }
}
