using System.Globalization;
using MlOps.Monitoring.Files;
using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Calibrated;

/// <summary>Compares one column: what was found, before any correction for the number of columns.</summary>
internal sealed class CalibratedColumn
{
    /// <summary>Numbers of no more different values are compared as levels, as by Evidently's default.</summary>
    private const int FewNumbers = 5;

    /// <summary>A level of so many rows may fall to one side by chance; where there is none, new levels are no test of their own.</summary>
    private const long RareLevel = 10;

    private const int NamedLevels = 3;

    /// <summary>The weight of a finding beside the values: missing rows and new levels are certain when they are real, values need the power.</summary>
    private const double Beside = 0.25;

    private readonly ColumnProfile _reference;
    private readonly ColumnProfile _current;
    private readonly List<string> _reasons = [];
    private readonly List<Finding> _findings = [];
    private bool _areLevels; // Numbers, too: where there are few different ones.
    private double _idle; // The weight of tests that could have found something and did not.

    public CalibratedColumn(ColumnProfile reference, ColumnProfile current, DriftOptions options)
    {
        Type = AreStrayed(reference, current) && !options.Types.ContainsKey(reference.Name) ? ColumnType.Numeric : options.TypeOf(reference);
        _reference = Type == ColumnType.Numeric ? Numbers(reference) : reference;
        _current = Type == ColumnType.Numeric ? Numbers(current) : current;
        var asked = options.MethodOf(reference.Name, Type, out var isOfColumn);
        Method = asked ?? (Type == ColumnType.Numeric ? CalibratedMethod.Ks : CalibratedMethod.ChiSquare);
        Floor = options.EffectFloor;
        Threshold = options.ThresholdOf(reference.Name, Type) ?? options.Level;
        if (Values(_reference) == 0 || Values(_current) == 0)
        {
            var side = Values(_reference) == 0 ? _reference : _current;
            _reasons.Add($"{(side == _reference ? "The reference" : "The current side")} has no value to compare{(side.Rows == 0 ? "" : $": all {side.Rows} are {WhatIsNone(side)}")}.");
        }
        else if (asked is not null && isOfColumn && CalibratedMethod.Find(asked)?.AppliesTo(Type) == false)
        {
            _reasons.Add($"'{asked}' is no test of {(Type == ColumnType.Numeric ? "numbers" : "levels")}.");
        }
        else
        {
            CompareValues(asked);
        }

        CompareMissing();
        CompareTexts();
    }

    public string Name => _reference.Name;

    public ColumnType Type { get; private set; }

    public string Method { get; private set; }

    public double Threshold { get; }

    private double? Floor { get; }

    /// <summary>The p-value of the column as one; <see langword="null"/> without any test.</summary>
    public double? PValue => _findings.Count == 0 ? null : Holm().Min();

    /// <summary>The verdict, once the p-value of the column is corrected for the number of columns.</summary>
    public ColumnDrift Conclude(double? adjusted)
    {
        var (holm, own) = (Holm(), PValue);
        var factor = adjusted is { } corrected && own > 0 ? corrected / own.Value : 1;
        var judged = _findings.Select((finding, i) => (Finding: finding, Verdict: Judge(finding, Math.Min(1, holm[i] * factor))))
            .OrderBy(static pair => pair.Verdict.PValue)
            .ToArray();
        foreach (var (finding, verdict) in judged)
        {
            if (verdict.IsDrift && finding.Text is not null)
            {
                _reasons.Add(finding.Text);
            }
            else if (verdict.Adjusted <= Threshold && !verdict.IsDrift)
            {
                _reasons.Add(string.Create(CultureInfo.InvariantCulture, $"No chance, but too small to count: an effect of {finding.Effect:G3} on {finding.What}, below {finding.Floor:G3}."));
            }
        }

        var values = _findings.Find(static finding => finding.Kind == "values");
        return new ColumnDrift
        {
            Name = _reference.Name,
            Type = Type,
            Method = Method,
            Score = values?.PValue,
            Threshold = Threshold,
            Effect = values?.Effect,
            Drift = judged.Any(static pair => pair.Verdict.IsDrift),
            Reason = _reasons.Count == 0 ? null : string.Join(' ', _reasons),
            Findings = [.. judged.Select(static pair => pair.Verdict)],
            Current = Summarize(_current),
            Reference = Summarize(_reference),
        };
    }

    /// <summary>What a side holds. Numbers that are levels are named like levels; what one side hides, the other does not show.</summary>
    private ColumnSummary Summarize(ColumnProfile side)
    {
        var summary = side.Summarize();
        var isHidden = IsHidden(_reference) || IsHidden(_current);
        return isHidden != IsHidden(side) ? summary with { Levels = [] }
            : side is NumberProfile && _areLevels && LevelPair.Levels(side) is { } levels ? summary with { Levels = levels.Summarize().Levels }
            : summary;

        static bool IsHidden(ColumnProfile column) => column is LevelProfile { Salt.IsEmpty: false };
    }

    private DriftFinding Judge(Finding finding, double adjusted) =>
        new(finding.Kind, finding.PValue, adjusted, finding.Effect, adjusted <= Threshold && finding.Effect >= finding.Floor);

    /// <summary>A column of numbers, where it was read as levels because of what else is in it.</summary>
    private static ColumnProfile Numbers(ColumnProfile column) => column is LevelProfile levels && NumberProfile.Of(levels) is { } numbers ? numbers : column;

    /// <summary>Whether the levels of the reference are numbers with stray texts, since the other side has numbers.</summary>
    private static bool AreStrayed(ColumnProfile reference, ColumnProfile current) =>
        current is NumberProfile { Moments.Count: > 0 } && Numbers(reference) is NumberProfile { Texts: > 0 } numbers
            && MixedFields.AreNumbers(numbers.Moments.Count, numbers.Texts, numbers.Sketch.Distinct);

    private static bool AreOfTwoKinds(ColumnProfile numbers, ColumnProfile texts) =>
        numbers is NumberProfile && texts is LevelProfile { Salt.IsEmpty: true, Counts: var counts } && counts.Levels.Count(static level => FieldText.TryNumber(level.Level, out _)) <= counts.Distinct / 2;

    private static long Texts(ColumnProfile column) => column is NumberProfile numbers ? numbers.Texts : 0;

    private static string WhatIsNone(ColumnProfile side) => side switch
    {
        NumberProfile { Texts: var texts } when texts == side.Rows => "texts",
        NumberProfile { Texts: > 0 } => "missing, infinite or texts",
        NumberProfile { Infinite: > 0 } => "missing or infinite",
        _ => "missing",
    };

    private static long Values(ColumnProfile column) => column is NumberProfile numbers ? numbers.Moments.Count : column.Rows - column.Missing;

    private double[] Holm() =>
        Adjustment.Holm([.. _findings.Select(static finding => finding.PValue)], [.. _findings.Select(static finding => finding.Kind == "values" ? 1 : Beside)], _idle);

    private void CompareValues(string? asked)
    {
        if (Type == ColumnType.Text)
        {
            _reasons.Add("Free text is not compared itself: compare what is counted in it (TextDescriptors), or name the column categorical.");
            return;
        }

        if (_reference is NumberProfile a && _current is NumberProfile b && Type == ColumnType.Numeric)
        {
            if (asked is null && FewValues(a, b))
            {
                CompareLevels(null);
                return;
            }

            var test = CalibratedMethod.Find(Method)!;
            Add(IsConstant(a, b) ? Constant(a) : test.Numbers!(a.Sketch.Distribution, b.Sketch.Distribution), test);
            return;
        }

        if (Type == ColumnType.Numeric)
        {
            // Hidden, or too many: else they were made numbers.
            _reasons.Add($"{(_reference is NumberProfile ? "The reference has numbers and the other side texts" : _current is NumberProfile ? "The current side has numbers and the other side texts" : "Both sides have texts among the numbers")}: compared as levels.");
            (Type, Method, asked) = (ColumnType.Categorical, CalibratedMethod.ChiSquare, null);
        }

        CompareLevels(asked);
    }

    private void CompareLevels(string? asked)
    {
        if (LevelPair.Of(_reference, _current, out var reason) is not { } levels)
        {
            _reasons.Add(reason!);
            if (AreOfTwoKinds(_reference, _current) || AreOfTwoKinds(_current, _reference))
            {
                // No chance: one side has nothing but numbers, ever different ones, and the other has texts.
                _findings.Add(new Finding("kind", "the kind of values", 0, 1, 0, null));
            }

            return;
        }

        _areLevels = true;
        if (asked is null)
        {
            Method = Default(levels);
        }

        if (levels.Names is null)
        {
            _reasons.Add($"More than {LevelCounts.MostLevels} levels: compared in {LevelCounts.BucketCount} hashed groups.");
        }

        var test = CalibratedMethod.Find(Method)!;
        var result = levels.Reference.Length == 1
            ? new TestResult(null, null, levels.IsHidden ? "Both sides have one level, the same." : $"Both sides have one level, '{levels.Names?[0]}'.")
            : test.Levels!(levels.Reference, levels.Current);
        Add(result, test);
        if (result.PValue is not null && levels.Names is not null)
        {
            CompareNewLevels(levels);
        }
    }

    /// <summary>Two levels are compared by their shares, exactly where they are few; more by χ².</summary>
    private static string Default(LevelPair levels)
    {
        if (levels.Reference.Length != 2)
        {
            return CalibratedMethod.ChiSquare;
        }

        var (n, m) = (levels.Reference.Sum(), levels.Current.Sum());
        return Contingency.AreFew(levels.Reference[0], n, levels.Current[0], m) ? CalibratedMethod.FisherExact : CalibratedMethod.Z;
    }

    private void CompareNewLevels(LevelPair levels)
    {
        var (p, rows) = NewLevels.Test(levels.Reference, levels.Current);
        if (rows > 0)
        {
            var found = levels.Names!.Where((_, i) => levels.Reference[i] == 0).ToArray();
            var names = levels.IsHidden ? "" : $": {string.Join(", ", found.Take(NamedLevels).Select(static name => $"'{name}'"))}{(found.Length > NamedLevels ? ", …" : "")}";
            var text = string.Create(CultureInfo.InvariantCulture, $"{rows} rows of {found.Length} new {(found.Length == 1 ? "level" : "levels")}{names}.");
            _findings.Add(new Finding("new_levels", "new levels", p, (double)rows / levels.Current.Sum(), CalibratedMethod.ShareFloor, text));
        }

        else if (levels.Reference.Zip(levels.Current).Any(static level => level.First + level.Second <= RareLevel))
        {
            _idle += Beside;
        }
    }

    /// <summary>Infinite values are not compared, so they count as missing: a flood of them must not pass unseen.</summary>
    private void CompareMissing()
    {
        var (n, m) = (_reference.Rows, _current.Rows);
        var (a, b) = (n - Values(_reference) - Texts(_reference), m - Values(_current) - Texts(_current));
        if (a + b > 0 && n > 0 && m > 0)
        {
            var (before, now) = ((double)a / n, (double)b / m);
            var text = string.Create(CultureInfo.InvariantCulture, $"Missing: {before * 100:0.##} % in the reference, {now * 100:0.##} % now.");
            _findings.Add(new Finding("missing", "missing rows", Contingency.Shares(a, n, b, m), Math.Abs(before - now), CalibratedMethod.ShareFloor, text));
        }
    }

    /// <summary>Texts among numbers are not compared; that there are any is told, and that they are more is a finding.</summary>
    private void CompareTexts()
    {
        var (a, b) = (Texts(_reference), Texts(_current));
        if (a + b == 0)
        {
            return;
        }

        Tell(_reference, "the reference");
        Tell(_current, "the current side");
        if (_reference.Rows > 0 && _current.Rows > 0)
        {
            var (before, now) = ((double)a / _reference.Rows, (double)b / _current.Rows);
            var text = string.Create(CultureInfo.InvariantCulture, $"Texts: {before * 100:0.##} % in the reference, {now * 100:0.##} % now.");
            _findings.Add(new Finding("texts", "texts among the numbers", Contingency.Shares(a, _reference.Rows, b, _current.Rows), Math.Abs(before - now), CalibratedMethod.ShareFloor, text));
        }

        void Tell(ColumnProfile side, string name)
        {
            if (side is NumberProfile { Texts: > 0 } numbers)
            {
                _reasons.Add($"{numbers.StrayTexts($" of {name}")}.");
            }
        }
    }

    private void Add(TestResult result, CalibratedMethod method)
    {
        if (result.PValue is { } p && double.IsFinite(p))
        {
            _findings.Add(new Finding("values", "values", p, result.Effect ?? 0, Floor ?? method.Floor, null));
        }
        else
        {
            _reasons.Add(result.Reason ?? $"'{method.Name}' has no answer for these values.");
        }
    }

    private static bool FewValues(NumberProfile a, NumberProfile b) =>
        a.Sketch.Distinct <= FewNumbers && b.Sketch.Distinct <= FewNumbers
            && a.Sketch.Distribution.Values.ToArray().Union(b.Sketch.Distribution.Values.ToArray()).Count() <= FewNumbers;

    private static bool IsConstant(NumberProfile a, NumberProfile b) =>
        a.Moments.Minimum == a.Moments.Maximum && b.Moments.Minimum == b.Moments.Maximum && a.Moments.Minimum == b.Moments.Minimum;

    private static TestResult Constant(NumberProfile column) => new(null, null, $"Both sides have one value, {NumberProfile.LevelOf(column.Moments.Minimum)}.");

    private sealed record Finding(string Kind, string What, double PValue, double Effect, double Floor, string? Text);
}
