using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Analyzers.Security;

/// <summary>Finds <c>scheme://user:password@host</c> in a text, and tells real passwords from those of documentation.</summary>
internal static class UriText
{
    /// <summary>Stands in a text for what only the running program knows.</summary>
    public const char Hole = '\uFFFC';

    private static readonly HashSet<string> s_placeholders = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "passwd", "passw0rd", "p@ssw0rd", "pass", "pwd", "pw", "secret", "changeme", "change-me", "change_me", "yourpassword", "your-password",
        "your_password", "mypassword", "my-password", "my_password", "userpassword", "dbpassword", "token", "yourtoken", "your-token", "your_token",
        "apikey", "api-key", "api_key", "key", "example", "redacted", "hidden", "guest", "anonymous",
    };

    /// <summary>The text of an interpolated string, with a hole for each of its values.</summary>
    public static string Of(InterpolatedStringExpressionSyntax text) =>
        string.Concat(text.Contents.Select(static part => part is InterpolatedStringTextSyntax written ? written.TextToken.ValueText : Hole.ToString()));

    /// <summary>The host that the first real password in a text is for; null where there is none.</summary>
    public static string? HostWithPassword(string text)
    {
        for (var at = text.IndexOf("://", StringComparison.Ordinal); at >= 0; at = text.IndexOf("://", at + 3, StringComparison.Ordinal))
        {
            var end = at + 3;
            while (end < text.Length && text[end] is not ('/' or '?' or '#' or '"' or '\'' or '`' or '|' or '\\') && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (at > 0 && char.IsLetterOrDigit(text[at - 1]) && HostOf(text.Substring(at + 3, end - at - 3)) is { } host)
            {
                return host;
            }
        }

        return null;
    }

    /// <summary>
    /// The host of an <c>http://</c> URI that lies somewhere in a network; null for other schemes, for the machine itself, for
    /// neighbours in a cluster, which are called by one word, and for hosts that are not known here.
    /// </summary>
    /// <param name="text">The URI.</param>
    /// <param name="hasUser">Whether it has a user and a password.</param>
    public static string? HostOfPlainHttp(string text, out bool hasUser)
    {
        const string Scheme = "http://";
        hasUser = false;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var end = text.IndexOfAny(['/', '?', '#', ' '], Scheme.Length);
        var authority = text.Substring(Scheme.Length, (end < 0 ? text.Length : end) - Scheme.Length);
        var at = authority.LastIndexOf('@');
        hasUser = at > 0 && authority.IndexOf(':') is var colon && colon >= 0 && colon < at;
        var host = WithoutPort(authority.Substring(at + 1));
        return IsHost(host) && host.IndexOf(Hole) < 0 && host.IndexOfAny(['.', ':']) >= 0 && !IsLoopback(host) && !IsExample(host) && !IsNear(host) ? host : null;
    }

    private static bool IsNear(string host) =>
        host.EndsWith(".local", StringComparison.Ordinal) || host.EndsWith(".internal", StringComparison.Ordinal) || host.EndsWith(".svc", StringComparison.Ordinal);

    private static bool IsLoopback(string host) =>
        host is "localhost" or "::1" or "0.0.0.0" or "host.docker.internal" || host.StartsWith("127.", StringComparison.Ordinal) || host.EndsWith(".localhost", StringComparison.Ordinal);

    private static string? HostOf(string authority)
    {
        var at = authority.LastIndexOf('@');
        var colon = authority.IndexOf(':');
        if (at < 0 || colon < 0 || colon > at)
        {
            return null;
        }

        var host = WithoutPort(authority.Substring(at + 1));
        return IsHost(host) && !IsLoopback(host) && !IsExample(host) && IsReal(authority.Substring(colon + 1, at - colon - 1)) ? host.Replace(Hole, '…') : null;
    }

    private static string WithoutPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return (colon < 0 || host.EndsWith("]", StringComparison.Ordinal) ? host : host.Substring(0, colon)).Trim('[', ']').ToLowerInvariant();
    }

    private static bool IsHost(string host) => host.Length > 0 && host.All(static letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':' or Hole);

    /// <summary>Hosts that are there for documentation, and the word itself.</summary>
    private static bool IsExample(string host) =>
        host is "host" or "hostname" or "server" or "example" or "yourhost" or "myhost"
        || host.StartsWith("example.", StringComparison.Ordinal)
        || host.Contains(".example.")
        || host.EndsWith(".example", StringComparison.Ordinal) || host.EndsWith(".test", StringComparison.Ordinal) || host.EndsWith(".invalid", StringComparison.Ordinal);

    /// <summary>Not <c>&lt;password&gt;</c>, <c>{password}</c>, <c>$PASSWORD</c>, <c>***</c>, <c>xxx</c> or the word itself.</summary>
    private static bool IsReal(string password) =>
        password.Length >= 3
        && !s_placeholders.Contains(password)
        && password.IndexOfAny(['<', '>', '{', '}', '[', ']', '(', ')', '*', '^', Hole]) < 0
        && password[0] is not ('$' or '%')
        && password.Any(letter => letter != password[0])
        && password.IndexOf("...", StringComparison.Ordinal) < 0;
}
