using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>A file that git has in another repository.</summary>
/// <param name="Path">From its root, with forward slashes.</param>
/// <param name="Id">Its object.</param>
/// <param name="IsExecutable">Whether it is to be executed.</param>
internal sealed record ForeignFile(string Path, string Id, bool IsExecutable)
{
    /// <summary>The files at and below a path, without those that belong to git and DVC.</summary>
    /// <exception cref="DataOperationException">One is a link or a repository of its own, or has a name that leads elsewhere.</exception>
    public static List<ForeignFile> Of(string folder, string commit, string path)
    {
        var files = new List<ForeignFile>();
        foreach (var line in GitProcess.Run(folder, "ls-tree", "-r", "-z", "--full-tree", commit).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('\t', 2) is not [var head, var name] || (name != path && !name.StartsWith(path + "/", StringComparison.Ordinal)) || IsBookkeeping(name))
            {
                continue;
            }

            // "<mode> <type> <id>"; what is neither file nor executable file is a link or a submodule.
            files.Add(head.Split(' ') is [("100644" or "100755" or "100664") and var mode, "blob", var id] && IsPlain(name)
                ? new ForeignFile(name, id, mode == "100755")
                : throw new DataOperationException(name, $"'{name}' is a link, a submodule or no plain name, and is not brought in: name the files themselves."));
        }

        return files;
    }

    public void Write(string folder, string target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        using var process = GitProcess.StartSafely(folder, ["cat-file", "blob", Id]);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        using (var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            process.StandardOutput.BaseStream.CopyTo(file);
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new DataOperationException(Path, $"git cannot read '{Path}': {errors.GetAwaiter().GetResult().Trim()}");
        }

        if (IsExecutable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(target, File.GetUnixFileMode(target) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    private static bool IsBookkeeping(string name) => RepositoryPaths.ReservedPart(name) is not null || name.EndsWith(DvcPointer.Extension, StringComparison.Ordinal);

    // git does not make other names, but what it is sent may have been made by hand.
    private static bool IsPlain(string name) => !name.Contains('\\', StringComparison.Ordinal) && name.Split('/').All(static part => part is not ("" or "." or ".."));
}
