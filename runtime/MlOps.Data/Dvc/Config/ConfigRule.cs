using System.Globalization;

namespace MlOps.Data.Config;

/// <summary>What a setting may be.</summary>
/// <param name="Expected">In words, for messages; null when any text will do.</param>
/// <param name="Accepts">Whether a value is one.</param>
internal sealed record ConfigRule(string? Expected, Func<string, bool> Accepts)
{
    public static readonly ConfigRule Text = new(null, static _ => true);

    public static readonly ConfigRule Truth = Choice("true", "false");

    public static readonly ConfigRule LinkKinds = new("some of reflink, hardlink, symlink, copy, with commas between", static value =>
        value.Split(',').All(static type => type.Trim() is "reflink" or "hardlink" or "symlink" or "copy"));

    public static readonly ConfigRule Count = new("a whole number above 0", static value =>
        int.TryParse(value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && number > 0);

    public static readonly ConfigRule Number = new("a whole number", static value =>
        int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _));

    public static readonly ConfigRule Seconds = new("a number of seconds", static value =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0);

    public static ConfigRule Choice(params string[] choices) =>
        new($"one of {string.Join(", ", choices)}", value => choices.Contains(value, StringComparer.OrdinalIgnoreCase));
}
