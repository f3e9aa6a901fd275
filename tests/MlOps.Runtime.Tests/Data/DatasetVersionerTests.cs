using System.Globalization;
using System.Security.Cryptography;
using MlOps.Data;

namespace MlOps.Tests.Data;

public class DatasetVersionerTests
{
    private static readonly DateTime LongAgo = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void AddedThenUnchangedThenUpdated()
    {
        using var folder = new TempFolder();
        var file = folder.Write("data/iris.csv", "1\n");

        var added = Update(folder, file);
        Assert.Equal((file, "b026324c6904b2a9cb4b88d6d61c81d1", 2L, DatasetChange.Added), Facts(added));
        Assert.Equal((file, added.Digest, 2L, DatasetChange.Unchanged), Facts(Update(folder, file)));

        File.WriteAllText(file, "12\n");
        var updated = Update(folder, file);
        Assert.Equal((DatasetChange.Updated, 3L), (updated.Change, updated.Size));
        Assert.Equal(DvcPointer.Format("iris.csv", new FileDigest(updated.Digest, 3)), File.ReadAllText(file + ".dvc"));
        Assert.Equal(2, Directory.GetFiles(folder.PathOf(".dvc", "cache"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void UnchangedDataTouchesNothingAtAll()
    {
        using var folder = new TempFolder();
        GitCommand.Init(folder.Root);
        var file = folder.Write("data/iris.csv", "1\n");
        Update(folder, file);
        string[] watched = [file, file + ".dvc", folder.PathOf("data", ".gitignore"), folder.PathOf(".dvc", "config"), folder.PathOf(".dvcignore")];
        Assert.All(watched, path => File.SetLastWriteTimeUtc(path, LongAgo));
        Directory.SetLastWriteTimeUtc(folder.PathOf("data"), LongAgo);

        Assert.Equal(DatasetChange.Unchanged, Update(folder, file).Change);

        Assert.All(watched, path => Assert.Equal(LongAgo, File.GetLastWriteTimeUtc(path)));
        Assert.Equal(LongAgo, Directory.GetLastWriteTimeUtc(folder.PathOf("data")));
    }

    [Fact]
    public void TheDataFileItselfIsNeverTouched()
    {
        using var folder = new TempFolder();
        var file = folder.Write("iris.csv", "1\n");
        File.SetLastWriteTimeUtc(file, LongAgo);

        Update(folder, file);

        Assert.Equal(LongAgo, File.GetLastWriteTimeUtc(file));
        Assert.Equal("1\n", File.ReadAllText(file));
        Assert.False(new FileInfo(file).IsReadOnly);
    }

    [Fact]
    public void DataThatGitTracksGetsItsPointerAndItsObjectButNoLineInGitignore()
    {
        using var folder = new TempFolder();
        GitCommand.Init(folder.Root);
        var file = folder.Write("data/iris.csv", "1\n");
        GitCommand.Run(folder.Root, "add", ".");

        Assert.Equal(DatasetChange.Added, Update(folder, file).Change);

        Assert.False(File.Exists(folder.PathOf("data", ".gitignore")));
        Assert.True(File.Exists(folder.PathOf(".dvc", "cache", "files", "md5", "b0", "26324c6904b2a9cb4b88d6d61c81d1")));
        Assert.True(File.Exists(file + ".dvc"));
    }

    [Fact]
    public void DataThatGitNoLongerTracksGetsItsLineAtTheNextBuild()
    {
        using var folder = new TempFolder();
        GitCommand.Init(folder.Root);
        var file = folder.Write("data/iris.csv", "1\n");
        GitCommand.Run(folder.Root, "add", ".");
        Update(folder, file);
        GitCommand.Run(folder.Root, "rm", "-q", "--cached", "data/iris.csv");

        Assert.Equal(DatasetChange.Unchanged, Update(folder, file).Change);

        Assert.Equal("/iris.csv\n", File.ReadAllText(folder.PathOf("data", ".gitignore")));
    }

    [Fact]
    public void ARepositoryMadeForUseWithoutGitLeavesGitAlone()
    {
        using var folder = new TempFolder();
        GitCommand.Init(folder.Root);
        folder.Write(".dvc/config", "[core]\n    no_scm = True\n");
        Update(folder, folder.Write("iris.csv", "1\n"));
        Assert.False(File.Exists(folder.PathOf(".gitignore")));
    }

    [Fact]
    public void AnObjectThatWasLostIsStoredAgain()
    {
        using var folder = new TempFolder();
        var file = folder.Write("iris.csv", "1\n");
        var version = Update(folder, file);
        var entry = DvcRepository.Find(folder.Root)!.Cache.PathOf(new FileDigest(version.Digest, version.Size));
        File.SetAttributes(entry, FileAttributes.Normal);
        File.Delete(entry);

        Assert.Equal(DatasetChange.Unchanged, Update(folder, file).Change);
        Assert.True(File.Exists(entry));
    }

    [Fact]
    public void VerifyingWritesNothingAndNeedsNoCache()
    {
        using var folder = new TempFolder();
        var file = folder.Write("iris.csv", "1\n");
        File.WriteAllText(file + ".dvc", DvcPointer.Format("iris.csv", FileDigest.Of(file, Token)));
        File.SetLastWriteTimeUtc(file + ".dvc", LongAgo);

        Assert.Equal((file, "b026324c6904b2a9cb4b88d6d61c81d1", 2L, DatasetChange.Unchanged), Facts(Verify(folder, file)));

        Assert.Equal(["iris.csv", "iris.csv.dvc"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order());
        Assert.Equal(LongAgo, File.GetLastWriteTimeUtc(file + ".dvc"));
    }

    [Fact]
    public async Task TwoThreadsThatVersionTheSameFileDoItOnce()
    {
        using var folder = new TempFolder();
        GitCommand.Init(folder.Root);
        for (var round = 0; round < 20; round++)
        {
            var file = folder.Write($"data/{round}.csv", $"{round}\n");
            var versions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Update(folder, file), Token)));

            Assert.Single(versions, static version => version.Change == DatasetChange.Added);
            Assert.Equal(3, versions.Count(static version => version.Change == DatasetChange.Unchanged));
        }

        Assert.Equal(20, (await File.ReadAllLinesAsync(folder.PathOf("data", ".gitignore"), Token)).Distinct().Count());
        Assert.Equal(20, (await File.ReadAllLinesAsync(folder.PathOf("data", ".gitignore"), Token)).Length);
        Assert.DoesNotContain(Directory.GetFiles(folder.Root, "*.tmp", SearchOption.AllDirectories), static _ => true);
    }

    [Fact]
    public async Task ManyFilesOfOneFolderVersionedAtOnceAllGetTheirLine()
    {
        using var folder = new TempFolder();
        GitCommand.Init(folder.Root);
        var files = Enumerable.Range(0, 40).Select(index => folder.Write($"data/{index:d2}.csv", index.ToString(CultureInfo.InvariantCulture))).ToArray();

        await Task.WhenAll(files.Select(file => Task.Run(() => Update(folder, file), Token)));

        Assert.Equal(files.Select(static file => "/" + Path.GetFileName(file)), (await File.ReadAllLinesAsync(folder.PathOf("data", ".gitignore"), Token)).Order());
    }

    [Fact]
    public void MissingFileIsMlops2001()
    {
        using var folder = new TempFolder();
        var file = folder.PathOf("data", "iris.csv");
        foreach (var mode in (DatasetMode[])[DatasetMode.Update, DatasetMode.Verify])
        {
            AssertError(folder, file, mode, "MLOPS2001", file, file, "<Dataset>");
        }

        folder.Write("data/iris.csv.dvc", DvcPointer.Format("iris.csv", new FileDigest("b026324c6904b2a9cb4b88d6d61c81d1", 2)));
        AssertError(folder, file, DatasetMode.Verify, "MLOPS2001", file, $"mlops data pull \"{file}.dvc\"");
    }

    [Fact]
    public void AFolderIsOneDataSetAndIsCheckedAsOne()
    {
        using var folder = new TempFolder();
        var images = Path.GetDirectoryName(folder.Write("images/a.txt", "a"))!;
        folder.Write("images/sub/b.txt", "b");
        var version = DatasetVersioner.Version(images + Path.DirectorySeparatorChar, DatasetMode.Update, folder.Root, cancellationToken: Token);
        Assert.Equal((images, 2L, 2, DatasetChange.Added), (version.Path, version.Size, version.FileCount, version.Change));
        Assert.Equal($"outs:\n- md5: {version.Digest}\n  size: 2\n  nfiles: 2\n  hash: md5\n  path: images\n", File.ReadAllText(images + ".dvc"));

        Assert.Equal(version with { Change = DatasetChange.Unchanged }, DatasetVersioner.Version(images, DatasetMode.Verify, folder.Root, cancellationToken: Token));
        folder.Write("images/sub/b.txt", "c");
        AssertError(folder, images, DatasetMode.Verify, "MLOPS2002", images, "(2 bytes)", version.Digest);
        Assert.Equal(DatasetChange.Updated, DatasetVersioner.Version(images, DatasetMode.Update, folder.Root, cancellationToken: Token).Change);
    }

    [Fact]
    public void OtherContentIsMlops2002AndNamesBothDigestsAndTheCommand()
    {
        using var folder = new TempFolder();
        var file = folder.Write("iris.csv", "1\n");
        Update(folder, file);
        File.WriteAllText(file, "2\n");
        AssertError(
            folder, file, DatasetMode.Verify, "MLOPS2002", file, file + ".dvc", "b026324c6904b2a9cb4b88d6d61c81d1",
            Convert.ToHexStringLower(MD5.HashData("2\n"u8)), "dotnet build -p:MlOpsDatasetMode=Update", "commit");
    }

    [Fact]
    public void NoPointerIsMlops2003AndNamesTheCommand()
    {
        using var folder = new TempFolder();
        var file = folder.Write("iris.csv", "1\n");
        AssertError(folder, file, DatasetMode.Verify, "MLOPS2003", file, file + ".dvc", "dotnet build -p:MlOpsDatasetMode=Update", "commit");
    }

    [Fact]
    public void AFileThatCannotBeReadIsMlops2004()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uses a file that even root cannot read.");
        using var folder = new TempFolder();
        var file = folder.PathOf("iris.csv");
        File.CreateSymbolicLink(file, "/proc/self/mem");
        folder.Write("iris.csv.dvc", DvcPointer.Format("iris.csv", new FileDigest("b026324c6904b2a9cb4b88d6d61c81d1", 2)));
        foreach (var mode in (DatasetMode[])[DatasetMode.Update, DatasetMode.Verify])
        {
            AssertError(folder, file, mode, "MLOPS2004", file, "cannot be read", "permissions");
        }

        File.Delete(file);
    }

    [Theory]
    [InlineData(DatasetMode.Update)]
    [InlineData(DatasetMode.Verify)]
    [InlineData(DatasetMode.Off)]
    public void SettingsThatCannotBeReadAreMlops2005InEveryMode(DatasetMode mode)
    {
        using var folder = new TempFolder();
        var file = folder.Write("iris.csv", "1\n");
        Update(folder, file);
        var settings = folder.Write(".dvc/config", "[core]\n[core]\n");
        AssertError(folder, file, mode, "MLOPS2005", settings, "section 'core' stands twice");
    }

    [Theory]
    [InlineData("outs:\n- md5: a\n  nonsense: 1\n  path: iris.csv\n", 3, "no key 'nonsense'")]
    [InlineData("outs:\n- md5: a\n  path: other.csv\n", 2, "not about 'iris.csv'")]
    [InlineData("outs:\n- md5: a\n  path: ../../../iris.csv\n", 2, "not about 'iris.csv'")]
    public void AnInvalidPointerIsMlops2005AndStaysAsItIs(string text, int line, string problem)
    {
        using var folder = new TempFolder();
        var file = folder.Write("iris.csv", "1\n");
        var pointer = folder.Write("iris.csv.dvc", text);
        foreach (var mode in (DatasetMode[])[DatasetMode.Update, DatasetMode.Verify])
        {
            var error = AssertError(folder, file, mode, "MLOPS2005", pointer, pointer, problem);
            Assert.Equal(line, error.Line);
        }

        Assert.Equal(text, File.ReadAllText(pointer));
    }

    [Fact]
    public void APlaceThatCannotBeWrittenIsMlops2006()
    {
        using var folder = new TempFolder();
        var file = folder.Write("iris.csv", "1\n");
        folder.Write(".dvc/config", "[cache]\n    dir = ../iris.csv\n");
        AssertError(folder, file, DatasetMode.Update, "MLOPS2006", file, "could not be versioned", "MlOpsDatasetMode=Verify");
        Assert.False(File.Exists(file + ".dvc"));
    }

    [Fact]
    public void CancellingLeavesNoPointer()
    {
        using var folder = new TempFolder();
        var file = folder.Write("iris.csv", "1\n");
        Assert.Throws<OperationCanceledException>(
            () => DatasetVersioner.Version(file, DatasetMode.Update, folder.Root, cancellationToken: new CancellationToken(canceled: true)));
        Assert.False(File.Exists(file + ".dvc"));
    }

    private static (string, string, long, DatasetChange) Facts(DatasetVersion version) =>
        (version.Path, version.Digest, version.Size, version.Change);

    private static DatasetVersion Update(TempFolder folder, string file) =>
        DatasetVersioner.Version(file, DatasetMode.Update, folder.Root, cancellationToken: Token);

    private static DatasetVersion Verify(TempFolder folder, string file) =>
        DatasetVersioner.Version(file, DatasetMode.Verify, folder.Root, cancellationToken: Token);

    private static DatasetException AssertError(
        TempFolder folder, string file, DatasetMode mode, string code, string at, params string[] words)
    {
        var error = Assert.Throws<DatasetException>(() => DatasetVersioner.Version(file, mode, folder.Root, cancellationToken: Token));
        Assert.Equal((code, at), (error.Code, error.File));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        return error;
    }
}
