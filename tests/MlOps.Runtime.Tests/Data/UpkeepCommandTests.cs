using System.Security.Cryptography;
using System.Text.Json;
using MlOps.Data.Md5;
using MlOps.Data.Trees;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Data;

/// <summary>The commands that look after cache and workspace: <c>cache</c>, <c>unprotect</c>, <c>check-ignore</c>.</summary>
public sealed class UpkeepCommandTests : IDisposable
{
    private readonly DataRepository _repository = new();

    [Fact]
    public async Task WhatDvc2StoredGetsTheNamesOfDvc3()
    {
        // As recorded of the real DVC: a text file with line ends of Windows, a binary, and the list of both.
        var binary = new byte[256];
        RandomNumberGenerator.Fill(binary);
        binary[0] = 0;
        var text = Legacy("a\r\nb\r\n"u8.ToArray(), "a\nb\n"u8.ToArray());
        var other = Legacy(binary, binary);
        using var stream = new MemoryStream();
        DirObject.Write(stream, [new TreeEntry("a.txt", Md5Value.Parse(text)), new TreeEntry("b.bin", Md5Value.Parse(other))]);
        var list = Legacy(stream.ToArray(), stream.ToArray(), ".dir");
        var damaged = Legacy("nothing"u8.ToArray(), "else"u8.ToArray());
        _repository.Folder.Write("d.dvc", $"outs:\n- md5: {list}\n  size: 262\n  nfiles: 2\n  path: d\n");
        _repository.Folder.Write("f.txt.dvc", $"outs:\n- md5: {text}\n  size: 6\n  path: f.txt # mine\n");

        Assert.Equal("4 files will be re-hashed and migrated to the DVC 3.0 cache location.\nWould update DVC file 'd.dvc'\nWould update DVC file 'f.txt.dvc'\n", await Run(0, "cache", "migrate", "--dvc-files", "--dry"));
        Assert.False(Directory.Exists(_repository.PathOf(".dvc/cache/files")));
        var migrated = JsonDocument.Parse(await Run(1, "cache", "migrate", "--json")).RootElement;
        Assert.Equal((3, damaged), (migrated.GetProperty("migrated").GetInt32(), Assert.Single(migrated.GetProperty("damaged").EnumerateArray()).GetString()));
        Assert.Contains("Updating DVC file 'd.dvc'\nUpdating DVC file 'f.txt.dvc'\n", await Run(1, "cache", "migrate", "--dvc-files"));

        Assert.Equal($"outs:\n- md5: {Convert.ToHexStringLower(MD5.HashData("a\r\nb\r\n"u8))}\n  size: 6\n  path: f.txt # mine\n  hash: md5\n", _repository.Read("f.txt.dvc"));
        Assert.EndsWith(".dir\n  size: 262\n  nfiles: 2\n  path: d\n  hash: md5\n", _repository.Read("d.dvc"));
        Assert.True(File.Exists(_repository.Dvc.Cache.PathOf(list, isLegacy: false)) && File.Exists(_repository.Dvc.Cache.PathOf(list, isLegacy: true)));
        await Run(0, "checkout");
        Assert.Equal("a\r\nb\r\n", _repository.Read("d/a.txt"));
        Assert.Contains("No DVC files in the repo to migrate", await Run(1, "cache", "migrate", "--dvc-files"));
    }

    [Fact]
    public async Task TheFolderOfTheCacheIsShownAndSet()
    {
        Assert.Equal(_repository.PathOf(".dvc/cache") + "\n", (await Run(0, "cache", "dir")).Replace('\\', '/'));
        Assert.Equal("", await Run(0, "cache", "dir", "elsewhere"));
        Assert.Equal("[cache]\n    dir = ../elsewhere\n", _repository.Read(".dvc/config"));
        Assert.Equal(_repository.PathOf("elsewhere"), JsonDocument.Parse(await Run(0, "cache", "dir", "--json")).RootElement.GetProperty("cache").GetString());
        await Run(0, "cache", "dir", "--unset");
        Assert.Contains("is not set", JsonDocument.Parse(await Run(3, "cache", "dir", "--unset", "--json")).RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("hardlink")]
    [InlineData("symlink")]
    public async Task LinkedDataBecomesItsOwnAndTheCacheStays(string type)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links need a right there.");
        _repository.Configure($"[cache]\n    type = {type}\n");
        _repository.Folder.Write("d/a.txt", "aaa");
        _repository.Add("d");
        _repository.Add("f.txt", "fff");
        Assert.True(new FileInfo(_repository.PathOf("f.txt")).IsReadOnly);
        Assert.Equal(2, JsonDocument.Parse(await Run(0, "unprotect", "d", "f.txt", "--json")).RootElement.GetProperty("files").GetInt32());
        File.WriteAllText(_repository.PathOf("d/a.txt"), "changed");
        File.WriteAllText(_repository.PathOf("f.txt"), "changed");
        Assert.Equal("fff", File.ReadAllText(_repository.ObjectOf("fff")));
        Assert.Equal("aaa", File.ReadAllText(_repository.ObjectOf("aaa")));
        Assert.Equal(0, JsonDocument.Parse(await Run(0, "unprotect", "d", "--json")).RootElement.GetProperty("files").GetInt32());
        await Run(3, "unprotect", "nothing");
        await Run(3, "unprotect", ".dvc/config");
        await Run(3, "unprotect", "..");
    }

    [Theory]
    [InlineData(0, "a.tmp\n", "a.tmp", "b.csv")]
    [InlineData(1, "", "b.csv", "keep.tmp")]
    [InlineData(0, "logs/x.csv\n", "logs/x.csv")]
    [InlineData(0, "", "-q", "a.tmp")]
    [InlineData(0, ".dvcignore:1:*.tmp\ta.tmp\n", "-d", "a.tmp", "b.csv")]
    [InlineData(0, ".dvcignore:2:!keep.tmp\tkeep.tmp\n", "-d", "keep.tmp")]
    [InlineData(0, ".dvcignore:1:*.tmp\tkeep.tmp\n.dvcignore:2:!keep.tmp\tkeep.tmp\n", "-d", "-a", "keep.tmp")]
    [InlineData(1, "::\tb.csv\n", "-d", "-n", "b.csv")]
    [InlineData(1, "", "../outside.tmp")]
    [InlineData(2, "", "-n", "b.csv")]
    [InlineData(2, "", "-a", "b.csv")]
    [InlineData(2, "", "-d", "-q", "b.csv")]
    [InlineData(2, "")]
    public async Task IgnoredPathsAreToldAsDvcTellsThem(int exit, string output, params string[] words)
    {
        _repository.Folder.Write(".dvcignore", "*.tmp\n!keep.tmp\nlogs/\n");
        Assert.Equal(output, await Run(exit, ["check-ignore", .. words]));
    }

    [Theory]
    [InlineData("two\nlines.csv")]
    [InlineData("two\u0085lines.csv")]
    [InlineData("two\u2028lines.csv")]
    [InlineData("two\u2029lines.csv")]
    public async Task ANameThatDoesNotComeBackIsRefused(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Such names cannot be made there.");
        _repository.Folder.Write(name, "x");
        _repository.Add("f.csv", "fff");
        await Run(3, "add", name);
        await Run(3, "import", "f.csv", name, "--force");
        await Run(3, "move", "f.csv", name + "2");
        Assert.False(File.Exists(_repository.PathOf(name + ".dvc")) || File.Exists(_repository.PathOf(name + "2.dvc")));
    }

    public void Dispose() => _repository.Dispose();

    private string Legacy(byte[] content, byte[] digested, string extension = "")
    {
        var md5 = Convert.ToHexStringLower(MD5.HashData(digested)) + extension;
        var file = _repository.Dvc.Cache.PathOf(md5, isLegacy: true);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return md5;
    }

    private async Task<string> Run(int exit, params string[] words)
    {
        var found = await MlopsCommand.RunAsync(_repository.Folder.Root, ["data", .. words]);
        Assert.True(exit == found.Exit, $"{found.Exit}: {found.Output}{found.Error}");
        return found.Output;
    }
}
