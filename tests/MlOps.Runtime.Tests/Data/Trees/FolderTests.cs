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
        using var recorded = DvcCase.Open("trees", name);
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
        Assert.Equal(
            paths.ConvertAll(path => Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(folder.PathOf(path))))),
            FolderHasher.Hash(folder.Root, paths, TestContext.Current.CancellationToken).Select(static digest => digest.Md5));
    }

    [Fact]
    public void AFileThatCannotBeReadIsNamed()
    {
        using var folder = new TempFolder();
        Assert.Contains("gone", Assert.ThrowsAny<IOException>(() => FolderHasher.Hash(folder.Root, ["gone"], TestContext.Current.CancellationToken)).Message);
    }

    [Theory]
    [InlineData(".dvcignore", "must not lie inside a folder that is a data set")]
    [InlineData("sub/.dvc/config", "is a DVC repository of its own inside the folder")]
    public void WhatDvcRefusesOrGetsWrongIsRefused(string path, string words)
    {
        using var folder = new TempFolder();
        folder.Write("a.txt", "a");
        folder.Write(path, "");
        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => FolderWalk.Files(folder.Root, TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void ALinkThatLeadsNowhereIsRefusedAndNamed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes no links without special rights.");
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder.PathOf("broken"), "nowhere");
        var fault = Assert.Throws<InvalidDataException>(() => FolderWalk.Files(folder.Root, TestContext.Current.CancellationToken));
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
        Assert.Equal(["a.txt"], FolderWalk.Files(folder.Root, TestContext.Current.CancellationToken));
    }

    private static (string Md5, long Size, int Files) Digest(string folder)
    {
        var paths = FolderWalk.Files(folder, TestContext.Current.CancellationToken);
        var digests = FolderHasher.Hash(folder, paths, TestContext.Current.CancellationToken);
        var content = DirObject.Write(paths.Zip(digests, static (path, digest) => new TreeEntry(path, digest.Md5)));
        return (DirObject.NameOf(content.Span), digests.Sum(static digest => digest.Size), paths.Count);
    }

    [GeneratedRegex(@"md5: (\w+\.dir)")]
    private static partial Regex Md5InPointer();
}
