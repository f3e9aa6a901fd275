using CsCheck;
using MlOps.Data.Git;

namespace MlOps.Tests.Data;

public class GitIndexTests
{
    private static readonly string[] Files =
        ["a", "data/iris.csv", "data/iris.csv.dvc", "data/raw/deep/x.bin", "data-2/ünï 日本 😀.txt", "z/" + new string('n', 200)];

    [Theory]
    [InlineData("2", "sha1")]
    [InlineData("4", "sha1")]
    [InlineData("2", "sha256")]
    [InlineData("4", "sha256")]
    public void WhatGitTracksIsFoundAndNothingElse(string version, string hash)
    {
        using var folder = Repository(hash);
        GitCommand.Run(folder.Root, "update-index", "--index-version", version);

        AssertKnown(folder);
    }

    [Fact]
    public void ExtendedEntriesOfVersion3AreRead()
    {
        using var folder = Repository();
        folder.Write("m/later.txt", "x");
        GitCommand.Run(folder.Root, "add", "--intent-to-add", "m/later.txt");
        Assert.Equal(3, File.ReadAllBytes(folder.PathOf(".git", "index"))[7]);

        AssertKnown(folder);
        Assert.Equal(GitTracking.Tracked, Find(folder, "m/later.txt"));
    }

    [Fact]
    public void APathLongerThanTheLengthFieldIsRead()
    {
        using var folder = Repository();
        var blob = GitCommand.RunWith(folder.Root, "x", "hash-object", "-w", "--stdin").Trim();
        // Longer than any file system takes, yet git's index holds it.
        var longest = string.Join('/', Enumerable.Repeat(new string('d', 200), 21)) + "/f";
        GitCommand.RunWith(folder.Root, $"100644 {blob}\t{longest}\n", "update-index", "--index-info");
        Assert.True(longest.Length > 0xFFF);

        AssertKnown(folder);
        Assert.Equal(GitTracking.Tracked, Find(folder, longest));
        GitCommand.Run(folder.Root, "update-index", "--index-version", "4");
        AssertKnown(folder);
        Assert.Equal(GitTracking.Tracked, Find(folder, longest));
    }

    [Fact]
    public void ASplitIndexIsReadWithItsSharedPart()
    {
        using var folder = Repository();
        GitCommand.Run(folder.Root, "update-index", "--split-index");
        folder.Write("new.txt", "x");
        GitCommand.Run(folder.Root, "add", "new.txt");
        Assert.NotEmpty(Directory.GetFiles(folder.PathOf(".git"), "sharedindex.*"));

        AssertKnown(folder);
        Assert.Equal(GitTracking.Tracked, Find(folder, "new.txt"));
    }

    [Fact]
    public void ALinkedWorkTreeHasAnIndexOfItsOwn()
    {
        using var folder = Repository();
        GitCommand.Run(folder.Root, "commit", "-qm", "x");
        var linked = folder.PathOf("linked tree");
        GitCommand.Run(folder.Root, "worktree", "add", "-q", "-b", "linked", linked);
        File.WriteAllText(Path.Combine(linked, "only-here"), "");
        GitCommand.Run(linked, "add", "only-here");
        Assert.True(File.Exists(Path.Combine(linked, ".git")));

        var git = GitRepository.Find(Path.Combine(linked, "data"))!;
        Assert.Equal(linked, git.WorkTree);
        Assert.Equal(folder.PathOf(".git"), git.CommonFolder);
        Assert.Equal(GitTracking.Tracked, GitIndex.Find(git, "only-here"));
        Assert.Equal(GitTracking.Untracked, Find(folder, "only-here"));
    }

    [Fact]
    public void ARepositoryWithoutAnIndexTracksNothing()
    {
        using var folder = new TempFolder();
        GitCommand.Init(folder.Root);
        Assert.Equal(GitTracking.Untracked, Find(folder, "a"));
    }

    [Theory]
    [InlineData("DIRC")]
    [InlineData("not an index at all")]
    [InlineData("DIRC\0\0\0\u0009\0\0\0\0")]
    [InlineData("DIRC\0\0\0\u0002\u007f\u007f\u007f\u007f")]
    public void WhatIsNotAnIndexIsUnknown(string content)
    {
        using var folder = Repository();
        File.WriteAllText(folder.PathOf(".git", "index"), content);
        Assert.Equal(GitTracking.Unknown, Find(folder, "a"));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("4")]
    public void ADamagedIndexNeverDoesMoreThanGiveAWrongAnswer(string version)
    {
        using var folder = Repository();
        GitCommand.Run(folder.Root, "update-index", "--index-version", version);
        var index = folder.PathOf(".git", "index");
        var whole = File.ReadAllBytes(index);
        var git = GitRepository.Find(folder.Root)!;

        Gen.Select(Gen.Int[0, whole.Length - 1].Array[0, 6], Gen.Byte, Gen.Int[0, whole.Length]).Sample(
            (places, value, length) =>
            {
                var damaged = whole[..length];
                foreach (var place in places.Where(place => place < length))
                {
                    damaged[place] = value;
                }

                File.WriteAllBytes(index, damaged);
                return Enum.IsDefined(GitIndex.Find(git, "data/iris.csv"));
            },
            iter: 1_000,
            threads: 1);
    }

    private static TempFolder Repository(string hash = "sha1")
    {
        var folder = new TempFolder();
        GitCommand.Run(folder.Root, "init", "-q", "-b", "main", "--object-format=" + hash);
        foreach (var file in Files)
        {
            folder.Write(file, "x");
        }

        GitCommand.Run(folder.Root, "add", ".");
        return folder;
    }

    private static void AssertKnown(TempFolder folder)
    {
        Assert.All(Files, file => Assert.Equal(GitTracking.Tracked, Find(folder, file)));
        Assert.All(
            ["b", "data", "data/iris", "data/iris.csv.", "iris.csv", "zz"],
            file => Assert.Equal(GitTracking.Untracked, Find(folder, file)));
    }

    private static GitTracking Find(TempFolder folder, string path) => GitIndex.Find(GitRepository.Find(folder.Root)!, path);
}
