namespace MlOps.Provenance;

/// <summary>Where a repository was cloned from.</summary>
internal static class GitRemote
{
    private const int MaxSize = 1024 * 1024;

    /// <summary>The URL of <c>origin</c>, or of the only remote, without user name and password; <see langword="null"/> when there is none.</summary>
    public static string? UrlOf(GitFolder git)
    {
        try
        {
            var config = new FileInfo(Path.Combine(git.Common, "config"));
            return config.Exists && config.Length <= MaxSize ? UrlIn(File.ReadLines(config.FullName)) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null; // Provenance is worth a look, not a failure.
        }
    }

    private static string? UrlIn(IEnumerable<string> lines)
    {
        var urls = new Dictionary<string, string>(StringComparer.Ordinal);
        string? remote = null;
        foreach (var line in lines.Select(static line => line.Trim()))
        {
            if (line.StartsWith('['))
            {
                remote = line.StartsWith("[remote \"", StringComparison.OrdinalIgnoreCase) && line.EndsWith("\"]", StringComparison.Ordinal) ? line[9..^2] : null;
            }
            else if (remote is not null && line.Split('=', 2, StringSplitOptions.TrimEntries) is [var key, { Length: > 0 } url] && key.Equals("url", StringComparison.OrdinalIgnoreCase))
            {
                urls.TryAdd(remote, WithoutSecrets(url));
            }
        }

        return urls.TryGetValue("origin", out var origin) ? origin : urls.Count == 1 ? urls.Values.First() : null;
    }

    /// <summary>Tokens are often kept in the URL; a run is read by more people than <c>.git/config</c> is.</summary>
    private static string WithoutSecrets(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return url; // `git@host:path` names a user and no secret.
        }

        var host = scheme + "://".Length;
        var end = url.IndexOf('/', host);
        var at = url.LastIndexOf('@', (end < 0 ? url.Length : end) - 1);
        return at >= host ? url[..host] + url[(at + 1)..] : url;
    }
}
