using MlOps.Monitoring.Files;

namespace MlOps.Monitoring.Windows;

/// <summary>
/// Writes the texts of a column as the reference has them, which may be of a file: there what is missing is an empty field or <c>NA</c>, and what is
/// an enum or a truth here may be <c>red</c> or <c>1</c>. What is in the reference as it is stays so.
/// </summary>
internal sealed class ReferenceSpelling
{
    private const int MostKept = 1000;

    private static readonly (string Truth, string[] Words)[] s_truths =
        [(bool.TrueString, ["true", "1", "yes", "y", "t", "on"]), (bool.FalseString, ["false", "0", "no", "n", "f", "off"])];

    private readonly Func<string, bool> _has;
    private readonly bool _isSymbolic;
    private readonly ILookup<string, string> _levels;
    private readonly Dictionary<string, string?> _kept = new(StringComparer.Ordinal);

    /// <param name="reference">The column of the reference.</param>
    /// <param name="isSymbolic">Whether the texts are names of an enum or truths.</param>
    public ReferenceSpelling(ColumnProfile reference, bool isSymbolic)
    {
        _isSymbolic = isSymbolic;
        _has = reference switch
        {
            LevelProfile levels => levels.Has,
            NumberProfile { Moments: { Minimum: >= 0, Maximum: <= 1 }, Sketch.Distinct: <= 2 } => static text => text is "0" or "1",
            _ => static _ => false,
        };
        var clear = isSymbolic && reference is LevelProfile { Salt.IsEmpty: true } known ? known.Counts.Levels.Select(static level => level.Level) : [];
        _levels = clear.ToLookup(Bare, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A text as the reference has it; <see langword="null"/> where it says that there is none.</summary>
    public string? Of(string text)
    {
        if (!_kept.TryGetValue(text, out var spelled))
        {
            spelled = Find(text);
            if (_kept.Count < MostKept)
            {
                _kept.Add(text, spelled);
            }
        }

        return spelled;
    }

    private string? Find(string text) =>
        _has(text) ? text
        : FieldText.IsMissing(text) ? null
        : _isSymbolic ? Words(text).SelectMany(Spellings).FirstOrDefault(_has) ?? text
        : text;

    private static string[] Words(string text) => Array.Find(s_truths, truth => truth.Truth == text).Words ?? [text];

    /// <summary>Those of a reference in the clear; of one that is hidden the usual ones, as it can only be asked.</summary>
    private IEnumerable<string> Spellings(string word) => [.. _levels[Bare(word)], word, word.ToLowerInvariant(), word.ToUpperInvariant()];

    private static string Bare(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
