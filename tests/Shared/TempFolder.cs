namespace MlOps.Tests;

/// <summary>A folder of a test's own, gone when the test is.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder(string name = "mlops test")
    {
        // A space in the name on purpose: every test with files is a test of paths with spaces.
        Root = Path.Combine(Path.GetTempPath(), $"{name}{(name.Contains(' ') ? " " : "-")}{Guid.NewGuid():n}");
        Directory.CreateDirectory(Root);
    }

    /// <summary>A folder inside another, which goes when that goes.</summary>
    public TempFolder(TempFolder outer, string name) => Root = Directory.CreateDirectory(outer.PathOf(name)).FullName;

    public string Root { get; }

    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public string Write(string relativePath, string text)
    {
        var path = PathOf(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        // Cache objects are read-only on purpose; on Windows that would stop the removal.
        foreach (var file in new DirectoryInfo(Root).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.IsReadOnly = false;
        }

        Directory.Delete(Root, recursive: true);
    }
}
