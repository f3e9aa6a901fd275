namespace MlOps.Data.Config;

/// <summary>Values that are never printed.</summary>
internal static class Secrets
{
    public const string Mask = "********";

    private static readonly string[] s_endings = ["password", "passphrase", "secret", "secret_key", "secret_access_key", "token", "account_key", "customer_key", "connection_string"];

    /// <summary>Whether the value of an option opens something to those who know it.</summary>
    public static bool IsSecret(string option) => s_endings.Any(ending => option.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>The value as a person or a log may see it.</summary>
    public static string Shown(string option, string value) => IsSecret(option) ? Mask : WithoutPassword(value);

    /// <summary>An address without the password in it.</summary>
    public static string WithoutPassword(string url)
    {
        if (url.IndexOf("://", StringComparison.Ordinal) is not (> 0 and var scheme))
        {
            return url;
        }

        var start = scheme + 3;
        var end = url.IndexOf('/', start);
        var authority = url[start..(end < 0 ? url.Length : end)];
        return authority.LastIndexOf('@') is > 0 and var at && authority.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon && colon < at
            ? $"{url[..start]}{authority[..colon]}:{Mask}{authority[at..]}{(end < 0 ? "" : url[end..])}"
            : url;
    }
}
