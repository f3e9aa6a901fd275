using MlOps.Data;
using MlOps.Data.Stat;

namespace MlOps.Tests.Data;

/// <summary>A file is read once, and again exactly when it may have changed.</summary>
public sealed class StatCacheTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // Something that no file holds: who answers with it did not read.
    private static readonly FileFacts Remembered = new(new FileDigest(new string('e', 32), 6));

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void AnUnchangedFileIsNotReadAgain()
    {
        var file = Remember("before");
        Assert.Equal(Remembered, Inspect(file));
    }

    [Fact]
    public void TheFirstReadingIsRemembered()
    {
        var file = Old("before");
        var first = Inspect(file);
        Assert.Equal(first, Stats.Find(file));
        Assert.Equal(FileDigest.Of(file, Token), first.Digest);
    }

    [Fact]
    public void AnEditOfTheSameSizeWithTheOldTimeIsSeen()
    {
        var file = Remember("before");
        var written = File.GetLastWriteTimeUtc(file);
        File.WriteAllText(file, "change");
        File.SetLastWriteTimeUtc(file, written);
        AssertIsRead(file);
    }

    [Fact]
    public void AnEditOfTheSameSizeWithAnOlderTimeIsSeen()
    {
        var file = Remember("before");
        File.WriteAllText(file, "change");
        File.SetLastWriteTimeUtc(file, LongAgo);
        AssertIsRead(file);
    }

    [Fact]
    public void AFileInThePlaceOfAnotherIsSeen()
    {
        var file = Remember("before");
        var other = _folder.Write("other.txt", "change");
        File.SetLastWriteTimeUtc(other, File.GetLastWriteTimeUtc(file));
        File.Move(other, file, overwrite: true);
        AssertIsRead(file);
    }

    [Fact]
    public void ALinkThatLeadsElsewhereIsSeen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var (one, two) = (Old("before"), Old("change"));
        var link = _folder.PathOf("link.txt");
        File.CreateSymbolicLink(link, one);
        Remember(link, FileStamp.Of(link));
        Assert.Equal(Remembered, Inspect(link));
        File.Delete(link);
        File.CreateSymbolicLink(link, two);
        AssertIsRead(link);
    }

    [Fact]
    public void AFileThatChangedJustBeforeItWasReadIsReadAgain()
    {
        var file = _folder.Write("data.txt", "before");
        var stamp = FileStamp.Of(file);
        Stats.Remember(file, new FileReading(Remembered.Digest, stamp, Taken: stamp.Changed), Remembered);
        AssertIsRead(file);
    }

    [Theory]
    [InlineData(1_000_000_123, 1_000_000_123, false)] // Written, read and perhaps written again within one tick.
    [InlineData(1_000_000_123, 1_015_000_000, false)] // Clocks of file systems lag behind.
    [InlineData(1_000_000_123, 1_025_000_000, true)]
    [InlineData(1_000_000_000, 2_500_000_000, false)] // Whole seconds: perhaps it counts no finer.
    [InlineData(1_000_000_000, 3_500_000_000, true)]
    [InlineData(9_000_000_123, 1_025_000_000, true)] // From the future: the next change would be of the present.
    [InlineData(0, 1_025_000_000, false)] // A file system that does not tell.
    public void AStampIsCertainWhenTheClockWentOnSince(long changed, long taken, bool isCertain) =>
        Assert.Equal(isCertain, new FileStamp(6, changed, changed, 1, 1).IsCertain(taken));

    [Fact]
    public void ATimeOfWritingInTheFutureIsNoReasonToReadAgain()
    {
        var file = Old("before");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddYears(1));
        Thread.Sleep(50);
        var first = Inspect(file);
        Assert.Equal(first, Stats.Find(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("{\"Version\":1,\"Path\":")]
    [InlineData("\0\u0001garbage")]
    public void AnEntryThatCannotBeUnderstoodIsNotBelievedAndIsReplaced(string entry)
    {
        var file = Remember("before");
        File.WriteAllText(EntryFile(), entry);
        AssertIsRead(file);
        Assert.NotNull(Stats.Find(file));
    }

    [Theory]
    [InlineData("\"Version\":1", "\"Version\":0")]
    [InlineData("data-", "other-")]
    [InlineData("eeee", "")]
    public void AnEntryOfOtherRulesOrAnotherFileOrWithoutADigestIsNotBelieved(string text, string other)
    {
        var file = Remember("before");
        File.WriteAllText(EntryFile(), File.ReadAllText(EntryFile()).Replace(text, other, StringComparison.Ordinal));
        AssertIsRead(file);
    }

    [Fact]
    public void WhereNothingCanBeRememberedFilesAreReadEveryTime()
    {
        var file = Old("before");
        var stats = new StatCache(_folder.Write("a file", "")); // Not a folder.
        var facts = new FileInspector(stats).Inspect(file, withLegacy: false, Token);
        Assert.Equal(FileDigest.Of(file, Token), facts.Digest);
    }

    [Fact]
    public async Task WhoComesSecondTakesWhatTheFirstOneFound()
    {
        var file = Old("before");
        Task<FileFacts> second;
        using (Stats.Lock(file, Token))
        {
            second = Task.Run(() => Inspect(file), Token);
            await Task.Delay(200, Token);
            Assert.False(second.IsCompleted);
            Remember(file, FileStamp.Of(file));
        }

        Assert.Equal(Remembered, await second);
    }

    [Fact]
    public void EachModeOfABuildReadsAFileOnce()
    {
        var file = Old("before");
        foreach (var mode in (DatasetMode[])[DatasetMode.Update, DatasetMode.Verify, DatasetMode.Off])
        {
            Assert.Equal(FileDigest.Of(file, Token).Md5, DatasetVersioner.Version(file, mode, _folder.Root, cancellationToken: Token).Digest);
        }

        var stats = DvcRepository.Find(_folder.Root)!.Stats;
        Assert.NotNull(stats.Find(file));
        stats.Remember(file, new FileReading(Remembered.Digest, FileStamp.Of(file), Now), Remembered);
        Assert.Equal(Remembered.Digest.Md5, DatasetVersioner.Version(file, DatasetMode.Off, _folder.Root, cancellationToken: Token).Digest);
        // What is remembered must be in the cache too, or the file is stored.
        Assert.Equal(FileDigest.Of(file, Token).Md5, DatasetVersioner.Version(file, DatasetMode.Update, _folder.Root, cancellationToken: Token).Digest);
    }

    [Fact]
    public void WithoutARepositoryTheFolderOfTheBuildRemembers()
    {
        var file = Old("before");
        var state = _folder.PathOf("obj");
        DatasetVersioner.Version(file, DatasetMode.Off, _folder.Root, state, Token);
        Assert.NotNull(new StatCache(state).Find(file));
        Assert.False(Directory.Exists(_folder.PathOf(".dvc")));
    }

    public void Dispose() => _folder.Dispose();

    private StatCache Stats => new(_folder.PathOf("stats"));

    private static long Now => FileStamp.Nanoseconds(DateTime.UtcNow);

    /// <summary>A file that has not changed for longer than any clock ticks.</summary>
    private string Old(string text)
    {
        var file = _folder.Write($"data-{Guid.NewGuid():n}.txt", text);
        Thread.Sleep(50);
        return file;
    }

    private string Remember(string text)
    {
        var file = Old(text);
        Remember(file, FileStamp.Of(file));
        return file;
    }

    private void Remember(string file, FileStamp stamp) => Stats.Remember(file, new FileReading(Remembered.Digest, stamp, Now), Remembered);

    private FileFacts Inspect(string file) => new FileInspector(Stats).Inspect(file, withLegacy: false, Token);

    private void AssertIsRead(string file) => Assert.Equal(FileDigest.Of(file, Token), Inspect(file).Digest);

    private string EntryFile() => Assert.Single(Directory.GetFiles(_folder.PathOf("stats"), "*.stat"));
}
