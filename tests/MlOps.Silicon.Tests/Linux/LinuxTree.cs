using System.Formats.Tar;
using System.IO.Compression;

namespace MlOps.Tests.Linux;

/// <summary>A root folder with what a test wants the system to say, in the shapes of <c>/proc</c> and <c>/sys</c>.</summary>
internal sealed class LinuxTree : IDisposable
{
    private readonly TempFolder _folder = new();

    public LinuxTree() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows no colons in names of files.");

    public string Root => _folder.Root;

    public string this[string path]
    {
        set => _folder.Write(path, value + "\n");
    }

    public string PathOf(string path) => _folder.PathOf(path.Split('/'));

    public void Remove(string path) => File.Delete(PathOf(path));

    /// <summary>A processor, by the files below its folder.</summary>
    public LinuxTree Processor(int number, params ReadOnlySpan<(string File, object Value)> files)
    {
        foreach (var (file, value) in files)
        {
            this[$"sys/devices/system/cpu/cpu{number}/{file}"] = $"{value}";
        }

        return this;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A folder of captured texts; the test is skipped where it is not at hand.</summary>
    public static string Captured(params ReadOnlySpan<string> parts)
    {
        var path = Repository.PathOf(["..", "shared", "fixtures", "silicon", .. parts]);
        Assert.SkipUnless(Path.Exists(path), "The captured texts of Linux do not lie beside this checkout.");
        return path;
    }

    /// <summary>The captured trees of many machines, unpacked for one test.</summary>
    public static LinuxTree Unpacked()
    {
        var archive = Captured("linux-sysfs-procfs.tar.gz");
        var tree = new LinuxTree();
        using var packed = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        TarFile.ExtractToDirectory(packed, tree.Root, overwriteFiles: true);
        return tree;
    }
}
