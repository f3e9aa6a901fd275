using System.Security.Cryptography;
using System.Text;
using MlOps.Data;
using MlOps.Data.Config;
using MlOps.Data.Md5;
using MlOps.Data.Remotes;
using MlOps.Data.Trees;

namespace MlOps.Tests.Data.Transfer;

/// <summary>A repository whose data sets are in its cache, as if they had been added there.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    public DataFolder() => _folder.Write(".dvc/config", "[core]\n    no_scm = True\n    remote = store\n['remote \"store\"']\n    url = ../remote\n");

    public string Root => _folder.Root;

    public string RemoteFolder => _folder.PathOf("remote");

    public DvcRepository Repository => DvcRepository.Find(Root)!;

    public string PathOf(params string[] parts) => _folder.PathOf(parts);

    public void Configure(string key, string value)
    {
        var editor = new ConfigEditor(PathOf(".dvc"), ConfigLevel.Project, Root);
        editor.Set(DvcConfig.SectionOf("store"), key, value);
        editor.Save();
    }

    public string Add(string name, byte[] content)
    {
        var md5 = Store(content, "");
        _folder.Write(name + ".dvc", DvcPointer.Format(Path.GetFileName(name), new FileDigest(md5, content.Length)));
        return md5;
    }

    public string Add(string name, string content) => Add(name, Encoding.UTF8.GetBytes(content));

    /// <summary>A content as a push sends it.</summary>
    public UploadSource Source(byte[] content)
    {
        var md5 = Add("f", content);
        return new UploadSource(Repository.Cache.PathOf(md5, isLegacy: false), md5);
    }

    public string AddFolder(string name, params (string Path, string Content)[] files)
    {
        using var list = new MemoryStream();
        DirObject.Write(list, [.. files.Select(file => new TreeEntry(file.Path, Md5Value.Parse(Store(Encoding.UTF8.GetBytes(file.Content), ""))))]);
        var md5 = Store(list.ToArray(), ".dir");
        _folder.Write(name + ".dvc", $"outs:\n- md5: {md5}\n  size: 1\n  nfiles: {files.Length}\n  hash: md5\n  path: {name}\n");
        return md5;
    }

    public void ForgetCache() => Directory.Move(Repository.Cache.Folder, PathOf("cache " + Guid.NewGuid().ToString("n")));

    /// <summary>Path and MD5 of every object below a folder, as DVC lays them out.</summary>
    public static string[] Objects(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .Where(static file => file.Path.Split('/')[0] is not "mlops")
            .Select(static file => $"{file.Path} {Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(file.File)))}")
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => _folder.Dispose();

    private string Store(byte[] content, string extension)
    {
        var md5 = Convert.ToHexStringLower(MD5.HashData(content)) + extension;
        var file = Repository.Cache.PathOf(md5, isLegacy: false);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return md5;
    }
}
