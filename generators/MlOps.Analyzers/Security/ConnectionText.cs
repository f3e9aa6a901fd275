using System.Text.RegularExpressions;

namespace MlOps.Analyzers.Security;

/// <summary>Tells connection strings that have a password in them: <c>Server=db;User=sa;Password=…</c>.</summary>
internal static class ConnectionText
{
    private static readonly Regex s_password = new(
        @"(?:^|;)\s*(?:password|pwd|accountkey|sharedaccesskey)\s*=\s*(?<value>[^;]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    // What stands for a password where nobody should see it, or where it is put in later.
    private static readonly char[] s_placeholders = ['*', '<', '>', '{', '}', '[', '%', '$', '…', '.'];

    /// <summary>Whether a text does; one with a placeholder instead does not.</summary>
    public static bool HasPassword(string text) =>
        text.IndexOf(';') >= 0
        && s_password.Match(text) is { Success: true } match
        && match.Groups["value"].Value.Trim() is { Length: > 0 } value
        && value.IndexOfAny(s_placeholders) < 0
        && !value.All(static letter => letter is 'x' or 'X');
}
