using System.Security.Cryptography;
using MlOps.Data;

namespace MlOps.Tests.Data;

public class DvcCacheTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((256 * 1024) - 1)]
    [InlineData(256 * 1024)]
    [InlineData((1024 * 1024) - 1)]
    [InlineData(1024 * 1024)]
    [InlineData((3 * 1024 * 1024) + 17)]
    public void ADigestIsTheOneOfThePlatform(int size)
    {
        using var folder = new TempFolder();
        var content = Content(size);
        var file = folder.PathOf("data");
        File.WriteAllBytes(file, content);
        var expected = new FileDigest(Convert.ToHexStringLower(MD5.HashData(content)), size);

        Assert.Equal(expected, FileDigest.Of(file, Token));
        var cache = new DvcCache(folder.PathOf("cache"));
        Assert.Equal(expected, cache.Add(file, Token));
        Assert.Equal(content, File.ReadAllBytes(cache.PathOf(expected)));
    }

    [Fact]
    public void AnObjectIsReadOnlyAndNothingElseStaysBehind()
    {
        using var folder = new TempFolder();
        var cache = new DvcCache(folder.PathOf("cache"));
        var digest = cache.Add(folder.Write("data", "x"), Token);
        Assert.Equal([cache.PathOf(digest)], Directory.GetFiles(cache.Folder, "*", SearchOption.AllDirectories));
        Assert.True(new FileInfo(cache.PathOf(digest)).IsReadOnly);
    }

    [Fact]
    public void AnObjectThatIsThereIsLeftAlone()
    {
        using var folder = new TempFolder();
        var cache = new DvcCache(folder.PathOf("cache"));
        var file = folder.Write("data", "hello");
        var digest = cache.Add(file, Token);
        var written = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var entry = new FileInfo(cache.PathOf(digest)) { IsReadOnly = false };
        entry.LastWriteTimeUtc = written;
        entry.IsReadOnly = true;

        cache.Add(file, Token);

        Assert.Equal(written, File.GetLastWriteTimeUtc(cache.PathOf(digest)));
    }

    [Fact]
    public void AnObjectThatWasCutShortIsStoredAgain()
    {
        using var folder = new TempFolder();
        var cache = new DvcCache(folder.PathOf("cache"));
        var file = folder.Write("data", "hello");
        var digest = FileDigest.Of(file, Token);
        Directory.CreateDirectory(Path.GetDirectoryName(cache.PathOf(digest))!);
        File.WriteAllText(cache.PathOf(digest), "hel");

        cache.Add(file, Token);

        Assert.Equal("hello", File.ReadAllText(cache.PathOf(digest)));
    }

    [Fact]
    public void AFileThatChangesWhileItIsCopiedIsReadAgain()
    {
        using var folder = new TempFolder();
        var cache = new DvcCache(folder.PathOf("cache"));
        var file = folder.Write("data", "before");
        var changed = false;

        var digest = cache.Add(file, new OnBlock(OnFirstBlock), Token).Digest;

        Assert.Equal("after and longer", File.ReadAllText(cache.PathOf(digest)));
        Assert.Equal(FileDigest.Of(file, Token), digest);
        Assert.Single(Directory.GetFiles(cache.Folder, "*", SearchOption.AllDirectories));

        void OnFirstBlock()
        {
            if (!changed)
            {
                changed = true;
                File.WriteAllText(file, "after and longer");
            }
        }
    }

    [Fact]
    public void AnEditOfTheSameSizeWhileItIsCopiedIsSeen()
    {
        using var folder = new TempFolder();
        var cache = new DvcCache(folder.PathOf("cache"));
        var file = folder.Write("data", "before");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        var reads = 0;

        var digest = cache.Add(
            file,
            new OnBlock(() =>
            {
                if (reads++ == 0)
                {
                    File.WriteAllText(file, "change");
                }
            }),
            Token).Digest;

        Assert.Equal("change", File.ReadAllText(cache.PathOf(digest)));
    }

    [Fact]
    public void AFileThatNeverComesToRestIsGivenUpAndLeavesNoObject()
    {
        using var folder = new TempFolder();
        var cache = new DvcCache(folder.PathOf("cache"));
        var file = folder.Write("data", "x");

        var error = Assert.ThrowsAny<IOException>(() => cache.Add(file, new OnBlock(() => File.AppendAllText(file, "x")), Token));

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(cache.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void CancellingStopsBetweenBlocksAndLeavesNothing()
    {
        using var folder = new TempFolder();
        var cache = new DvcCache(folder.PathOf("cache"));
        var file = folder.PathOf("data");
        File.WriteAllBytes(file, new byte[2 * 1024 * 1024]);
        using var source = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => cache.Add(file, new OnBlock(source.Cancel), source.Token));

        Assert.Empty(Directory.GetFiles(cache.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task ManyWhoStoreTheSameAtOnceLeaveOneWholeObject()
    {
        using var folder = new TempFolder();
        var cache = new DvcCache(folder.PathOf("cache"));
        var file = folder.PathOf("data");
        var content = Content(700_000);
        await File.WriteAllBytesAsync(file, content, Token);

        var digests = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => cache.Add(file, Token), Token)));

        var digest = Assert.Single(digests.Distinct());
        Assert.Equal([cache.PathOf(digest)], Directory.GetFiles(cache.Folder, "*", SearchOption.AllDirectories));
        Assert.Equal(content, await File.ReadAllBytesAsync(cache.PathOf(digest), Token));
    }

    private static byte[] Content(int size)
    {
        var content = new byte[size];
        for (var index = 0; index < size; index++)
        {
            content[index] = (byte)((index * 31) ^ (index >> 8));
        }

        return content;
    }

    private sealed class OnBlock(Action action) : IBlockReceiver
    {
        public void Restart()
        {
        }

        public void Receive(ReadOnlySpan<byte> block) => action();
    }
}
