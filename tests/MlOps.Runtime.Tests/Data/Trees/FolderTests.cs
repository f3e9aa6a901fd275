using System.Security.Cryptography;
using System.Text.RegularExpressions;
using MlOps.Data.Trees;

namespace MlOps.Tests.Data.Trees;

/// <summary>Folders as data sets: what is in them, and that it gets the digest that DVC gives.</summary>
public sealed partial class FolderTests
{
    [Theory]
    [InlineData("add_dir_portable")]
    [InlineData("add_dir_one_file")]
    [InlineData("add_dir_empty")]
    [InlineData("add_dir_symlinks")]
    public void AFolderHasTheDigestThatDvcGivesIt(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes no links without special rights.");
        using var recorded = DvcCase.Open("replay", name);
        var (md5, size, files) = Digest(recorded.PathOf("data"));

        var expected = DvcCase.Metafiles(recorded.Steps.First(static step => step.TryGetProperty("snapshot", out _)).GetProperty("snapshot"))["data.dvc"];
        Assert.Equal(Md5InPointer().Match(expected).Groups[1].Value, md5);
        Assert.Contains($"  size: {size}\n  nfiles: {files}\n", expected, StringComparison.Ordinal);
    }

    [Fact]
    public void SmallAndLargeFilesOfAnyNumberAreDigestedAlike()
    {
        using var folder = new TempFolder();
        var paths = Enumerable.Range(0, 700).Select(static i => $"{i % 7}/{i}").ToList();
        for (var i = 0; i < paths.Count; i++)
        {
            folder.Write(paths[i], new string((char)('a' + (i % 26)), i * 17));
        }

        paths.Add("large");
        File.WriteAllBytes(folder.PathOf("large"), new byte[(3 * 1024 * 1024) + 5]);
        var files = FolderScan.Of(folder.Root, paths, isTolerant: false, Token);
        new FolderReader(folder.Root, files).Read([.. Enumerable.Range(0, files.Length)], progress: null, Token);
        Assert.Equal(
            paths.ConvertAll(path => Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(folder.PathOf(path))))),
            files.Select(static file => file.Md5.ToString()));
    }

    [Fact]
    public void AFileThatIsGoneIsNamed()
    {
        using var folder = new TempFolder();
        Assert.Contains("gone' has a name that is not UTF-8, or is gone", Assert.Throws<InvalidDataException>(() => FolderScan.Of(folder.Root, ["gone"], isTolerant: false, Token)).Message);
    }

    [Fact]
    public void APipeIsRefusedAndNotWaitedFor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Made with mkfifo.");
        using var folder = new TempFolder();
        System.Diagnostics.Process.Start("mkfifo", [folder.PathOf("pipe")]).WaitForExit();
        Assert.Contains("pipe' is no file but a pipe", Assert.Throws<InvalidDataException>(() => Inspect(folder.Root)).Message);
    }

    [Theory]
    [InlineData(".dvcignore", "must not lie inside a folder that is a data set")]
    [InlineData("sub/.dvc/config", "is a DVC repository of its own inside the folder")]
    public void WhatDvcRefusesOrGetsWrongIsRefused(string path, string words)
    {
        using var folder = new TempFolder();
        folder.Write("a.txt", "a");
        folder.Write(path, "");
        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => Inspect(folder.Root)).Message);
    }

    [Fact]
    public void ALinkThatLeadsNowhereIsRefusedAndNamed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes no links without special rights.");
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder.PathOf("broken"), "nowhere");
        var fault = Assert.Throws<InvalidDataException>(() => Inspect(folder.Root));
        Assert.Contains("broken' is a link that leads nowhere.", fault.Message);
    }

    [Fact]
    public void AFolderThatLinksBackUpIsNotFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes no links without special rights.");
        using var folder = new TempFolder();
        folder.Write("a.txt", "a");
        folder.Write(".git/config", "");
        Directory.CreateSymbolicLink(folder.PathOf("up"), folder.Root);
        Assert.Equal(["a.txt"], new FolderWalk(folder.Root, null, "").Files(Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static FolderContent Inspect(string folder) => new FolderInspector(stats: null, root: null).Inspect(folder, progress: null, Token);

    private static (string Md5, long Size, int Files) Digest(string folder)
    {
        var content = Inspect(folder);
        return (content.Digest.Md5 + DirObject.Extension, content.Size, content.Files.Length);
    }

    [GeneratedRegex(@"md5: (\w+\.dir)")]
    private static partial Regex Md5InPointer();
}
