using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>A recorded case of what DVC does, replayed in a folder of its own.</summary>
internal sealed partial class DvcCase : IDisposable
{
    private readonly JsonDocument _document;
    private readonly TempFolder _outer = new("dvc case");

    private DvcCase(JsonDocument document)
    {
        _document = document;
        Folder = new TempFolder(_outer, "ws");
        if (document.RootElement.TryGetProperty("scm", out var scm) && scm.GetString() == "git")
        {
            GitCommand.Init(Folder.Root);
        }

        foreach (var input in Inputs)
        {
            var path = input.GetProperty("path").GetString()!;
            if (input.TryGetProperty("empty_dir", out _))
            {
                Directory.CreateDirectory(Folder.PathOf(path));
            }
            else if (input.TryGetProperty("symlink_to", out var target))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Folder.PathOf(path))!);
                File.CreateSymbolicLink(Folder.PathOf(path), target.GetString()!);
            }
            else
            {
                Write(path, ContentOf(input), input.TryGetProperty("mode", out var mode) ? mode.GetString() : null);
            }
        }
    }

    /// <summary>The workspace; beside it there is room for remotes.</summary>
    public TempFolder Folder { get; }

    public JsonElement Root => _document.RootElement;

    public IEnumerable<JsonElement> Steps => Root.GetProperty("steps").EnumerateArray();

    private IEnumerable<JsonElement> Inputs =>
        Root.TryGetProperty("inputs", out var inputs) ? inputs.EnumerateArray() : [];

    public static DvcCase Open(string group, string name) => new(Document(group, name));

    public static JsonDocument Document(string group, string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(GroupFolder(group), name + ".json")));

    public static IEnumerable<string> NamesIn(string group) =>
        Directory.GetFiles(GroupFolder(group), "*.json").Select(static file => Path.GetFileNameWithoutExtension(file)).Order();

    public DatasetVersion Add(string path) =>
        DatasetVersioner.Version(Folder.PathOf(path), DatasetMode.Update, Folder.Root, cancellationToken: TestContext.Current.CancellationToken);

    public string PathOf(string path) => Folder.PathOf(path);

    public void Write(string path, byte[] content, string? mode = null)
    {
        var file = Folder.PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32(mode, 8));
        }
    }

    /// <summary>Every file that DVC writes for people to commit, with its exact text.</summary>
    public SortedDictionary<string, string> Metafiles()
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Folder.Root, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Folder.Root, file).Replace('\\', '/');
            if (IsMetafile(path) && path.Split('/')[0] is not (".dvc" or ".git"))
            {
                found.Add(path, File.ReadAllText(file));
            }
        }

        return found;
    }

    public static SortedDictionary<string, string> Metafiles(JsonElement snapshot) => new(
        snapshot.GetProperty("metafiles").EnumerateObject().ToDictionary(static file => file.Name, static file => file.Value.GetString()!),
        StringComparer.Ordinal);

    /// <summary>Path, mode, size and MD5 of everything in the cache.</summary>
    public IEnumerable<string> Cache()
    {
        var cache = Folder.PathOf(".dvc", "cache");
        return (Directory.Exists(cache) ? Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories) : [])
            .Select(file => Describe(
                Path.GetRelativePath(cache, file).Replace('\\', '/'),
                Mode(file),
                new FileInfo(file).Length,
                Md5(file)))
            .Order(StringComparer.Ordinal);
    }

    public static IEnumerable<string> Cache(JsonElement snapshot) => snapshot.GetProperty("cache").EnumerateArray()
        .Select(static file => Describe(
            file.GetProperty("path").GetString()!,
            file.GetProperty("mode").GetString()!,
            file.GetProperty("size").GetInt64(),
            file.GetProperty("md5").GetString()!))
        .Order(StringComparer.Ordinal);

    /// <summary>Path, mode, size, number of names and target of everything else in the workspace, as far as DVC was recorded to make it.</summary>
    public IEnumerable<string> Workspace() => Directory.EnumerateFiles(Folder.Root, "*", SearchOption.AllDirectories)
        .Select(file => (File: file, Path: Path.GetRelativePath(Folder.Root, file).Replace('\\', '/')))
        .Where(static entry => !IsMetafile(entry.Path) && entry.Path.Split('/')[0] is not (".dvc" or ".git"))
        .Select(entry => new FileInfo(entry.File).LinkTarget is { } target
            ? $"{entry.Path} -> {target}"
            : Describe(entry.Path, Mode(entry.File), new FileInfo(entry.File).Length, Md5(entry.File)) + (IsProtected(entry.File) ? $" {Names(entry.File)} names" : ""))
        .Order(StringComparer.Ordinal);

    public IEnumerable<string> Workspace(JsonElement snapshot) => snapshot.GetProperty("workspace").EnumerateArray()
        .Select(file => file.TryGetProperty("symlink", out var target)
            ? $"{file.GetProperty("path").GetString()} -> {target.GetString()!.Replace("<ws>", Folder.Root, StringComparison.Ordinal)}"
            : Describe(file.GetProperty("path").GetString()!, file.GetProperty("mode").GetString()!, file.GetProperty("size").GetInt64(), file.GetProperty("md5").GetString()!)
                + (file.GetProperty("mode").GetString() == "0444" ? $" {file.GetProperty("nlink").GetInt32()} names" : ""))
        .Order(StringComparer.Ordinal);

    public void Delete(string path)
    {
        if (Directory.Exists(PathOf(path)))
        {
            Directory.Delete(PathOf(path), recursive: true);
        }
        else
        {
            File.Delete(PathOf(path));
        }
    }

    /// <summary>Compares a remote with the recorded one.</summary>
    public bool CompareTree(string folder, JsonElement tree)
    {
        var root = PathOf(folder);
        Assert.Equal(
            tree.EnumerateArray().Select(static file => Describe(
                file.GetProperty("path").GetString()!, file.GetProperty("mode").GetString()!, file.GetProperty("size").GetInt64(), file.GetProperty("md5").GetString()!)),
            Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(file => Describe(Path.GetRelativePath(root, file).Replace('\\', '/'), Mode(file), new FileInfo(file).Length, Md5(file))));
        return true;
    }

    public static byte[] ContentOf(JsonElement element)
    {
        if (element.TryGetProperty("content_b64", out var base64))
        {
            return base64.GetBytesFromBase64();
        }

        var formula = element.GetProperty("formula");
        var numbers = Formula().Match(formula.GetProperty("byte_i").GetString()!);
        Assert.True(numbers.Success);
        var (factor, offset) = (int.Parse(numbers.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(numbers.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        var content = new byte[formula.GetProperty("size").GetInt32()];
        for (var index = 0; index < content.Length; index++)
        {
            content[index] = (byte)((index * factor) + offset);
        }

        return content;
    }

    public void Dispose()
    {
        _document.Dispose();
        _outer.Dispose();
    }

    private static bool IsMetafile(string path) => path.EndsWith(".dvc", StringComparison.Ordinal) || Path.GetFileName(path) == ".gitignore";

    private static string Mode(string file) => OperatingSystem.IsWindows() ? "0444" : "0" + Convert.ToString((int)File.GetUnixFileMode(file), 8);

    private static bool IsProtected(string file) => Mode(file) == "0444";

    private static string Names(string file)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%h", file]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }

    private static string Md5(string file) => Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(file)));

    private static string GroupFolder(string group) =>
        Repository.PathOf("tests", "MlOps.Runtime.Tests", "Conformance", "dvc", group);

    private static string Describe(string path, string mode, long size, string md5) => $"{path} {mode} {size} {md5}";

    [GeneratedRegex(@"^\(i\*(\d+)\+(\d+)\)%256$")]
    private static partial Regex Formula();
}
