using MlOps.Data.Config;

namespace MlOps.Data.Git;

/// <summary>A copy of another repository, without a work tree, so that nothing in it is ever written out or run by git.</summary>
/// <param name="Folder">The copy.</param>
/// <param name="LocalRoot">The root of the repository itself, where it lies on this machine.</param>
internal sealed record GitClone(string Folder, string? LocalRoot)
{
    /// <summary>Whether somebody who types this means a repository. Of web addresses only the server knows.</summary>
    public static bool IsRepository(string url) =>
        Directory.Exists(url) ? Path.Exists(Path.Combine(url, ".git")) || (File.Exists(Path.Combine(url, "HEAD")) && Directory.Exists(Path.Combine(url, "objects")))
        : !IsRemote(url) || url.StartsWith('-') ? false
        : !url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? true
        : url.EndsWith(".git", StringComparison.Ordinal) || Answers(url);

    /// <param name="url">A path or an address.</param>
    /// <param name="folder">Where the copy goes; there is no such folder yet.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="DataOperationException">There is no such repository, or its address is refused.</exception>
    public static async Task<GitClone> OfAsync(string url, string folder, CancellationToken cancellationToken)
    {
        var shown = Secrets.WithoutPassword(url);
        if (url.StartsWith('-') || url.AsSpan().ContainsAny('\0', '\n', '\r'))
        {
            throw new DataOperationException(shown, $"'{shown}' is no address of a repository: it begins like an option, or has a line break in it.");
        }

        if (shown != url)
        {
            throw new DataOperationException(shown, $"'{shown}' was given with a password, which would stand in a file that is committed: leave it out, and keep it with a credential helper of git.");
        }

        var local = IsRemote(url) ? null : Path.GetFullPath(url);
        if (local is not null && !Directory.Exists(local))
        {
            throw new DataOperationException(local, $"there is no repository '{local}': correct the path.");
        }

        // Through the protocol, not by linking its files: those are not ours to trust.
        using var process = GitProcess.StartSafely(
            Path.GetDirectoryName(folder)!, ["clone", "--quiet", "--bare", "--no-local", "--template=", "--", local ?? url, folder]);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0 ? new GitClone(folder, local)
                : throw new DataOperationException(shown, $"'{shown}' cannot be read as a git repository: {GitProcess.Line(await errors.ConfigureAwait(false))}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    // "host:path", as scp has it, but no drive of Windows.
    private static bool IsRemote(string url) => url.Contains("://", StringComparison.Ordinal)
        || (url.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon && !url.AsSpan(0, colon).Contains('/') && !Directory.Exists(url));

    private static bool Answers(string url)
    {
        using var process = GitProcess.StartSafely(Path.GetTempPath(), ["ls-remote", "--quiet", "--", url, "HEAD"]);
        _ = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
