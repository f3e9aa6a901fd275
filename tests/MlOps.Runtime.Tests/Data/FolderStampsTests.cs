using MlOps.Data.Stat;

namespace MlOps.Tests.Data;

public sealed class FolderStampsTests
{
    [Fact]
    public void ItSaysOfAFileWhatTheFileSaysByItsFullPath()
    {
        using var folder = new TempFolder();
        folder.Write("a/ü 1.txt", "one");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(folder.PathOf("link"), folder.PathOf("a", "ü 1.txt"));
            File.CreateSymbolicLink(folder.PathOf("nowhere"), folder.PathOf("gone"));
        }

        using var stamps = new FolderStamps(folder.Root);
        foreach (var path in (string[])["a/ü 1.txt", "a", "link", "nowhere", "missing", "missing/b"])
        {
            Assert.Equal(FileStamp.TryOf(Path.Combine(folder.Root, path)), stamps.TryOf(path));
        }

        Assert.Equal(3, stamps.TryOf("a/ü 1.txt")?.Size);
    }

    [Fact]
    public void AFolderThatIsNotThereHasNoFiles()
    {
        using var folder = new TempFolder();
        using var stamps = new FolderStamps(folder.PathOf("missing"));
        Assert.Null(stamps.TryOf("a"));
    }
}
