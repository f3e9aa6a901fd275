using System.CommandLine;
using System.Globalization;
using MlOps.Monitoring;

namespace MlOps.Cli.Monitoring;

/// <summary>By what rules <c>mlops drift</c> compares.</summary>
internal sealed class ComparisonOptions
{
    private readonly Option<string> _mode = new("--mode") { Description = "calibrated: a stated rate of false alarms; evidently: the numbers and verdicts of Evidently 0.7.", DefaultValueFactory = static _ => "calibrated" };
    private readonly Option<string[]> _method = new("--method") { Description = "A test for all columns that it applies to, such as ks, or for one: age=ks." };
    private readonly Option<string?> _numMethod = new("--num-method") { Description = "The test of numeric columns." };
    private readonly Option<string?> _catMethod = new("--cat-method") { Description = "The test of categorical columns." };
    private readonly Option<string[]> _threshold = new("--threshold") { Description = "What the score of all columns is held against, or that of one: age=0.1." };
    private readonly Option<string?> _numThreshold = new("--num-threshold") { Description = "The threshold of numeric columns." };
    private readonly Option<string?> _catThreshold = new("--cat-threshold") { Description = "The threshold of categorical columns." };
    private readonly Option<string?> _share = new("--drift-share") { Description = "The share of columns from which on the data set drifts; one column (calibrated) or half of them (evidently) unless given." };
    private readonly Option<string?> _level = new("--level") { Description = "Calibrated: the share of comparisons without drift that may be called drift; 0.05 unless given." };
    private readonly Option<string?> _floor = new("--effect-floor") { Description = "Calibrated: the least effect that counts; the method's own unless given." };

    public ComparisonOptions()
    {
        _mode.AcceptOnlyFromAmong("calibrated", "evidently");
        _threshold.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                (string? Name, string Value)[] pairs = [.. Assignments.Split(token.Value)];
                if (Array.Find(pairs, static pair => NumberOf(pair.Value) is not >= 0) is { Value: { } text })
                {
                    result.AddError($"--threshold takes a number that is 0 or more, or pairs such as age=0.1; '{text}' is none.");
                }
                else if (pairs is [.., { Name: not null }, { Name: null }])
                {
                    // Most likely a comma in place of a decimal point.
                    result.AddError($"--threshold takes a number or pairs such as age=0.1, not both at once, and '.' before decimals; '{token.Value}' is neither.");
                }
            }
        });
        foreach (var option in new[] { _method, _threshold })
        {
            option.Validators.Add(result =>
            {
                if (Assignments.Twice(option.Name, result.Tokens.Select(static token => token.Value)) is { } twice)
                {
                    result.AddError(twice);
                }
            });
        }

        foreach (var bound in new[] { _numThreshold, _catThreshold, _floor })
        {
            Check(bound, static text => NumberOf(text) is >= 0, "a number that is 0 or more");
        }

        foreach (var share in new[] { _share, _level })
        {
            Check(share, static text => NumberOf(text) is >= 0 and <= 1, "a share between 0 and 1");
        }
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _mode, _method, _numMethod, _catMethod, _threshold, _numThreshold, _catThreshold, _share, _level, _floor })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_mode) == "evidently" && Array.Find([_level, _floor], option => result.GetResult(option) is not null) is { } unused)
            {
                result.AddError($"{unused.Name} is of the calibrated mode: Evidently has no such thing.");
            }
        });
    }

    public DriftOptions Read(ParseResult parsed, Dictionary<string, ColumnType> types)
    {
        var methods = (parsed.GetValue(_method) ?? []).SelectMany(Assignments.Split).ToArray();
        var thresholds = (parsed.GetValue(_threshold) ?? []).SelectMany(Assignments.Split).Select(static pair => (pair.Name, Value: NumberOf(pair.Value)!.Value)).ToArray();
        return new()
        {
            Mode = parsed.GetValue(_mode) == "evidently" ? DriftMode.Evidently : DriftMode.Calibrated,
            Level = NumberOf(parsed.GetValue(_level)) ?? new DriftOptions().Level,
            EffectFloor = NumberOf(parsed.GetValue(_floor)),
            Method = methods.LastOrDefault(static pair => pair.Name is null).Value,
            NumericMethod = parsed.GetValue(_numMethod),
            CategoricalMethod = parsed.GetValue(_catMethod),
            Methods = ByName(methods),
            Threshold = thresholds.Where(static pair => pair.Name is null).Select(static pair => (double?)pair.Value).LastOrDefault(),
            NumericThreshold = NumberOf(parsed.GetValue(_numThreshold)),
            CategoricalThreshold = NumberOf(parsed.GetValue(_catThreshold)),
            Thresholds = ByName(thresholds),
            DriftShare = NumberOf(parsed.GetValue(_share)),
            Types = types,
        };
    }

    private static void Check(Option<string?> option, Func<string, bool> isRight, string what) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var text }] && !isRight(text))
        {
            result.AddError($"{option.Name} takes {what}; '{text}' is none.");
        }
    });

    private static Dictionary<string, T> ByName<T>(IEnumerable<(string? Name, T Value)> pairs) => pairs
        .Where(static pair => pair.Name is not null)
        .GroupBy(static pair => pair.Name!, StringComparer.Ordinal)
        .ToDictionary(static said => said.Key, static said => said.Last().Value, StringComparer.Ordinal);

    private static double? NumberOf(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
