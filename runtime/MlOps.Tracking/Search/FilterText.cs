using System.Globalization;

namespace MlOps.Search;

/// <summary>Writes the parts of a filter as MLflow reads them.</summary>
internal static class FilterText
{
    public static string Word(RunComparison comparison) => comparison switch
    {
        RunComparison.Equal => "=",
        RunComparison.NotEqual => "!=",
        RunComparison.Greater => ">",
        RunComparison.GreaterOrEqual => ">=",
        RunComparison.Less => "<",
        RunComparison.LessOrEqual => "<=",
        RunComparison.Like => "LIKE",
        RunComparison.ILike => "ILIKE",
        RunComparison.In => "IN",
        RunComparison.NotIn => "NOT IN",
        RunComparison.IsNull => "IS NULL",
        _ => "IS NOT NULL",
    };

    /// <summary>A key: as it is when it is a plain word, else between backticks.</summary>
    /// <exception cref="ArgumentException">MLflow cannot have such a key.</exception>
    public static string Key(string key)
    {
        if (key.Length == 0 || key.AsSpan().ContainsAny("`\"'"))
        {
            throw new ArgumentException($"MLflow has no metrics, params or tags named \"{key}\": names are not empty and have no quotes.", nameof(key));
        }

        return char.IsAsciiLetter(key[0]) && key.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? key : $"`{key}`";
    }

    /// <summary>A number. MLflow knows no plus sign in an exponent, no NaN, and keeps infinities as the greatest finite numbers.</summary>
    /// <exception cref="ArgumentException">It is NaN.</exception>
    public static string Number(double value)
    {
        if (double.IsNaN(value))
        {
            throw new ArgumentException("Nothing compares with NaN in MLflow. Metrics that are NaN count as 0 there.", nameof(value));
        }

        return Math.Clamp(value, double.MinValue, double.MaxValue).ToString("R", CultureInfo.InvariantCulture).Replace("E+", "E", StringComparison.Ordinal);
    }

    /// <summary>
    /// A text between quotes of the kind that it does not contain. MLflow's language has no escapes: a doubled quote stays
    /// doubled, and a quote behind a backslash does not end the text.
    /// </summary>
    /// <exception cref="ArgumentException">The language has no way to write the text.</exception>
    public static string Quote(string text)
    {
        if (text.EndsWith('\\'))
        {
            throw new ArgumentException($"MLflow's filters cannot end a text with a backslash: {text}. Compare by LIKE, with '_' in its place.", nameof(text));
        }

        return !text.Contains('\'', StringComparison.Ordinal) ? $"'{text}'"
            : !text.Contains('"', StringComparison.Ordinal) ? $"\"{text}\""
            : throw new ArgumentException($"MLflow's filters cannot write a text with both kinds of quotes: {text}. Compare by LIKE, with '_' for the quotes of one kind.", nameof(text));
    }

    /// <summary>A text of a list. Those MLflow reads as Python's, where a backslash is the beginning of something else.</summary>
    /// <exception cref="ArgumentException">The language has no way to write the text.</exception>
    public static string ListItem(string text) => IsNoListItem(text)
        ? throw new ArgumentException($"MLflow's filters cannot have a text with quotes or backslashes in a list: {text}. Compare with it alone.", nameof(text))
        : $"'{text}'";

    public static bool IsNoListItem(string text) => text.AsSpan().ContainsAny("\\'\"\r\n");
}
