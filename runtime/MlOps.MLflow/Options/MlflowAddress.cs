namespace MlOps.MLflow.Options;

/// <summary>What a tracking URI says: the address of a server, and the user and password that stand in it.</summary>
/// <param name="Base">The address with a slash at its end and without user and password.</param>
/// <param name="Username">The user in it.</param>
/// <param name="Password">The password in it.</param>
internal sealed record MlflowAddress(Uri Base, string? Username, string? Password)
{
    /// <summary>The address alone.</summary>
    public override string ToString() => Base.AbsoluteUri;

    /// <summary>Reads the address of a server.</summary>
    /// <exception cref="MlflowException">It is none.</exception>
    public static MlflowAddress Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw Refused("No MLflow server is configured.", "Set MLFLOW_TRACKING_URI to its address, such as http://localhost:5000.");
        }

        if (text is "databricks" || text.StartsWith("databricks:", StringComparison.Ordinal) || text is "databricks-uc")
        {
            throw Refused(
                $"'{text}' names a profile of Databricks' own tools, which are not read here.",
                "Set DATABRICKS_HOST and DATABRICKS_TOKEN beside MLFLOW_TRACKING_URI=databricks, or the address and the token of the workspace themselves.");
        }

        if (!IsServer(text) || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri))
        {
            throw Refused($"'{Redact(text)}' is not the address of a server.", "It begins with http:// or https:// and names a host.");
        }

        var user = uri.UserInfo.Split(':', 2);
        var clean = new UriBuilder(uri) { UserName = "", Password = "", Query = "", Fragment = "", Path = uri.AbsolutePath.TrimEnd('/') + "/" }.Uri;
        return uri.UserInfo.Length == 0
            ? new MlflowAddress(clean, null, null)
            : new MlflowAddress(clean, Uri.UnescapeDataString(user[0]), user.Length == 2 ? Uri.UnescapeDataString(user[1]) : "");
    }

    /// <summary>Whether a tracking URI speaks of a server at all, and not of a file or a database.</summary>
    public static bool IsServer(string uri) =>
        uri.TrimStart().StartsWith("http://", StringComparison.OrdinalIgnoreCase) || uri.TrimStart().StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address without what may be secret in it: all between its scheme and its last <c>@</c>, whatever a password holds, and its query.</summary>
    public static string? Redact(string? uri)
    {
        if (uri is null)
        {
            return null;
        }

        var scheme = uri.IndexOf("://", StringComparison.Ordinal) is >= 0 and var slashes ? slashes + 3 : uri.IndexOf(':', StringComparison.Ordinal) + 1;
        var at = uri.LastIndexOf('@');
        var clean = at < scheme ? uri : string.Concat(uri.AsSpan(0, scheme), uri.AsSpan(at + 1));
        return clean.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? clean[..query] : clean;
    }

    private static MlflowException Refused(string reason, string hint) => new(MlflowErrorCode.InvalidConfiguration, reason) { Hint = hint };
}
