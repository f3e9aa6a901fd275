using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MlOps.Data.Git;

/// <summary>Reads small files out of git's history, any number by one process.</summary>
internal static class GitObjects
{
    /// <summary>A file of a revision.</summary>
    /// <param name="Id">Its object.</param>
    /// <param name="Path">From the root of the work tree, with forward slashes.</param>
    internal readonly record struct Entry(string Id, string Path);

    /// <summary>The files of a revision whose names pass.</summary>
    /// <exception cref="DataOperationException">There is no such revision.</exception>
    public static IReadOnlyList<Entry> In(string workTree, string revision, Func<string, bool> isWanted)
    {
        var commit = Resolve(workTree, revision);
        return
        [
            .. GitProcess.Run(workTree, "ls-tree", "-r", "-z", "--full-tree", commit).Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => line.Split('\t', 2))
                .Where(parts => parts is [var head, var path] && isWanted(path) && head.Split(' ') is [_, "blob", _])
                .Select(static parts => new Entry(parts[0].Split(' ')[2], parts[1])),
        ];
    }

    /// <summary>The files of the index whose names pass.</summary>
    public static IReadOnlyList<Entry> Staged(string workTree, Func<string, bool> isWanted) =>
    [
        .. GitProcess.Run(workTree, "ls-files", "--stage", "-z", "--full-name").Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split('\t', 2))
            .Where(parts => parts is [_, var path] && isWanted(path))
            .Select(static parts => new Entry(parts[0].Split(' ')[1], parts[1])),
    ];

    /// <summary>The files, in all their versions, that are reachable from revisions.</summary>
    public static IReadOnlyList<Entry> Reachable(string workTree, IEnumerable<string> revisions, Func<string, bool> isWanted) =>
    [
        .. GitProcess.Run(workTree, ["rev-list", "--objects", .. revisions]).Split('\n')
            .Select(static line => line.Split(' ', 2))
            .Where(parts => parts is [_, { Length: > 0 } path] && isWanted(path))
            .Select(static parts => new Entry(parts[0], parts[1])),
    ];

    /// <summary>What branches, tags and the like stand for.</summary>
    /// <param name="workTree">The work tree.</param>
    /// <param name="kinds">Beginnings of names, such as <c>refs/heads</c>.</param>
    public static IEnumerable<string> Tips(string workTree, IEnumerable<string> kinds) =>
        GitProcess.Run(workTree, ["for-each-ref", "--format=%(objectname) %(objecttype) %(*objecttype)", .. kinds]).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' '))
            // A tag may stand for a file or a folder, which has no data sets.
            .Where(static parts => parts is [_, "commit", ..] or [_, "tag", not ("blob" or "tree")])
            .Select(static parts => parts[0]);

    /// <summary>The commit that a branch, a tag or any other name stands for.</summary>
    /// <exception cref="DataOperationException">It stands for none.</exception>
    public static string Resolve(string workTree, string revision) => TryResolve(workTree, revision)
        ?? throw new DataOperationException(workTree, $"'{revision}' is no revision of the git repository '{workTree}': 'git log --oneline' and 'git tag' list them.");

    /// <summary>As <see cref="Resolve"/>; null where it stands for none.</summary>
    public static string? TryResolve(string workTree, string revision) =>
        // What begins with a dash would be taken for an option.
        !revision.StartsWith('-') && GitProcess.TryRun(workTree, "rev-parse", "--verify", "--quiet", revision + "^{commit}")?.Trim() is { Length: > 0 } commit ? commit : null;

    /// <summary>The texts of files, in their order. A file of more than <paramref name="limit"/> bytes comes as null.</summary>
    public static IReadOnlyList<(Entry Entry, string? Text)> Read(string workTree, IReadOnlyList<Entry> entries, int limit)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        using var process = GitProcess.Start(workTree, ["cat-file", "--batch"], hasInput: true);
        var errors = process.StandardError.ReadToEndAsync();
        var asking = Task.Run(() =>
        {
            foreach (var entry in entries)
            {
                process.StandardInput.Write(entry.Id + "\n");
            }

            process.StandardInput.Close();
        });
        var answers = new List<(Entry, string?)>();
        foreach (var entry in entries)
        {
            answers.Add((entry, ReadOne(process, limit)));
        }

        asking.GetAwaiter().GetResult();
        process.WaitForExit();
        _ = errors.GetAwaiter().GetResult();
        return answers;
    }

    // "<id> blob <size>", the bytes, and a line break.
    private static string? ReadOne(Process process, int limit)
    {
        var stream = process.StandardOutput.BaseStream;
        var head = new StringBuilder();
        for (int next; (next = stream.ReadByte()) is not (-1 or '\n');)
        {
            head.Append((char)next);
        }

        if (head.ToString().Split(' ') is not [_, "blob", var size] || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return null;
        }

        var isShort = length <= limit;
        var buffer = new byte[isShort ? length : 64 * 1024];
        for (var left = length; left > 0;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            stream.ReadExactly(part);
            left -= part.Length;
        }

        _ = stream.ReadByte();
        return isShort ? Encoding.UTF8.GetString(buffer) : null;
    }
}
