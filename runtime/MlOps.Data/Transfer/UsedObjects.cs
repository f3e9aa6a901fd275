using MlOps.Data.Git;
using MlOps.Data.Md5;
using MlOps.Data.Trees;
using MlOps.Data.Yaml;

namespace MlOps.Data.Transfer;

/// <summary>Which data sets the pointers and locks of a repository name.</summary>
internal static class UsedObjects
{
    private static readonly string[] s_skipped = [".git", ".dvc", ".mlops"];

    private static readonly StringComparison s_paths = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>All, or those that are asked for.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="targets">Pointers, data, files in data that is a folder, stages; with full paths, or seen from the current directory.</param>
    /// <param name="recursive">Whether a folder stands for all that lies in it.</param>
    /// <exception cref="FileNotFoundException">A target is none.</exception>
    public static IReadOnlyList<UsedData> Of(DvcRepository repository, IReadOnlyList<string> targets, bool recursive)
    {
        var all = Outputs(repository).ToArray();
        return targets.Count == 0
            ? [.. all.Select(source => Used(repository, source, inside: null)).OfType<UsedData>()]
            : [.. targets.SelectMany(target => Matching(repository, all, target, recursive)).Distinct()];
    }

    private static IEnumerable<UsedData> Matching(DvcRepository repository, Source[] all, string target, bool recursive)
    {
        var path = Path.GetFullPath(target);
        var found = new List<UsedData?>();
        foreach (var source in all)
        {
            var isWhole = source.File.Equals(path, s_paths) || source.DataPath.Equals(path, s_paths) || source.IsStage(target, path)
                || (recursive && (IsBelow(source.File, path) || IsBelow(source.DataPath, path)));
            if (isWhole || (source.Output.IsFolder && IsBelow(path, source.DataPath)))
            {
                found.Add(Used(repository, source, isWhole ? null : Path.GetRelativePath(source.DataPath, path).Replace(Path.DirectorySeparatorChar, '/')));
            }
        }

        return found.Count != 0 ? found.OfType<UsedData>() : throw new FileNotFoundException(
            $"'{target}' is no data set, pointer or stage of '{repository.Root}'" +
            (Directory.Exists(path) && !recursive ? ": add -R for all data sets in that folder." : ": 'mlops data status' shows which there are."));
    }

    private static UsedData? Used(DvcRepository repository, Source source, string? inside)
    {
        var output = source.Output;
        if (output.Md5 is not { } md5 || IsFalse(output.Node["cache"]) || IsFalse(output.Node["push"]))
        {
            return null;
        }

        if (!Md5Value.TryParse(output.IsFolder ? md5.AsSpan(0, md5.Length - DirObject.Extension.Length) : md5, out _))
        {
            throw new DvcFormatException(source.File, output.Line, $"md5 '{md5}' is not 32 hex digits", "Restore the file from version control.");
        }

        var path = Path.GetRelativePath(repository.Root, source.DataPath).Replace(Path.DirectorySeparatorChar, '/');
        return new UsedData(new UsedObject(md5, output.IsLegacy, path), output.Size, (output.Node["remote"] as YamlText)?.Value, inside, source.IsPushed);
    }

    private static IEnumerable<Source> Outputs(DvcRepository repository)
    {
        var git = repository.NoScm ? null : GitRepository.Find(repository.Root);
        foreach (var file in Files(repository.Root).Where(file => git is null || !GitIgnore.IsIgnored(git, file)))
        {
            if (Path.GetFileName(file) == DvcLock.FileName)
            {
                foreach (var (stage, output) in DvcLock.Outputs(file))
                {
                    yield return new Source(file, output, stage, IsPushed: true);
                }

                continue;
            }

            var pointer = DvcPointer.Read(file);
            // What 'import' took from another repository is kept there.
            var isImport = (pointer.Root["deps"] as YamlList)?.Items.OfType<YamlMap>().Any(static dependency => dependency["repo"] is not null) == true;
            foreach (var output in pointer.Outputs)
            {
                yield return new Source(file, output, Stage: null, !isImport);
            }
        }
    }

    private static IEnumerable<string> Files(string folder)
    {
        var here = new DirectoryInfo(folder);
        foreach (var file in here.EnumerateFiles())
        {
            if (file.Name.EndsWith(DvcPointer.Extension, StringComparison.Ordinal) || file.Name == DvcLock.FileName)
            {
                yield return file.FullName;
            }
        }

        // A link could lead back up, and a repository in the repository minds its own.
        foreach (var below in here.EnumerateDirectories())
        {
            if (!s_skipped.Contains(below.Name) && !below.Attributes.HasFlag(FileAttributes.ReparsePoint) && !Directory.Exists(Path.Combine(below.FullName, ".dvc")))
            {
                foreach (var file in Files(below.FullName))
                {
                    yield return file;
                }
            }
        }
    }

    private static bool IsBelow(string path, string folder) =>
        path.Length > folder.Length && path.StartsWith(folder, s_paths) && path[folder.Length] == Path.DirectorySeparatorChar;

    private static bool IsFalse(YamlNode? node) => node is YamlText { Plain: true } text && text.Value.Equals("false", StringComparison.OrdinalIgnoreCase);

    private sealed record Source(string File, DvcOutput Output, string? Stage, bool IsPushed)
    {
        public string DataPath { get; } = Output.FullPath(File);

        public bool IsStage(string target, string path) => Stage is not null
            && (target == Stage || path.Equals(Definitions, s_paths) || path.Equals($"{Definitions}:{Stage}", s_paths));

        private string Definitions => Path.Combine(Path.GetDirectoryName(File)!, "dvc.yaml");
    }
}
