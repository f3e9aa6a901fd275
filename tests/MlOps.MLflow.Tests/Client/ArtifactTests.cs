using System.Text;
using MlOps.MLflow;

namespace MlOps.Tests.MLflow.Client;

public sealed class ArtifactTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Servers => TestedServer.All;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task AFileComesBackAsItWas(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var run = (await server.NewRunAsync()).Info.RunId;
        var file = _folder.Write("in/model.bin", "");
        var content = new byte[5 * 1024 * 1024];
        new Random(7).NextBytes(content);
        await File.WriteAllBytesAsync(file, content);
        var (sent, received) = (new Told(), new Told());

        await server.Client.Artifacts.UploadAsync(run, file, "models/Gewichte ü/a b?.bin", progress: sent);
        await server.Client.Artifacts.DownloadAsync(run, "models/Gewichte ü/a b?.bin", _folder.PathOf("out", "model.bin"), received);

        Assert.Equal(content, await File.ReadAllBytesAsync(_folder.PathOf("out", "model.bin")));
        Assert.Equal((content.Length, content.Length), (sent.Values[^1], received.Values[^1]));
        Assert.Equal(["model.bin"], Directory.EnumerateFileSystemEntries(_folder.PathOf("out")).Select(Path.GetFileName));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task EmptyContentAndStreamsThatCannotSeekAreStoredWithTheirLength(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var run = (await server.NewRunAsync()).Info.RunId;

        await server.Client.Artifacts.UploadAsync(run, new MemoryStream(), "empty.txt");
        await server.Client.Artifacts.UploadAsync(run, new OneWay("all of it"), "text.txt");
        using var text = new MemoryStream();
        await server.Client.Artifacts.DownloadAsync(run, "text.txt", text);

        var entries = await server.Client.Artifacts.ListAsync(run).ToListAsync();
        Assert.Equal("all of it", Encoding.UTF8.GetString(text.ToArray()));
        Assert.Equal([new("empty.txt", false, 0), new("text.txt", false, 9)], entries.OrderBy(static entry => entry.Path));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task AFolderIsResumedWithWhatIsMissing(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var run = (await server.NewRunAsync()).Info.RunId;
        foreach (var name in new[] { "a.txt", "b.txt", "deep/er/c.txt", "deep/d.txt" })
        {
            _folder.Write("in/" + name, "content of " + name);
        }

        await server.Client.Artifacts.UploadAsync(run, _folder.PathOf("in", "a.txt"), "data/a.txt");
        await server.Client.Artifacts.UploadAsync(run, new MemoryStream([1]), "data/b.txt"); // Of another size: it broke off, or changed.
        var up = await server.Client.Artifacts.UploadFolderAsync(run, _folder.PathOf("in"), "data", resume: true);
        _folder.Write("out/deep/d.txt", "content of deep/d.txt");
        var progress = new Told<ArtifactProgress>();
        var down = await server.Client.Artifacts.DownloadFolderAsync(run, "data", _folder.PathOf("out"), resume: true, progress);

        Assert.Equal((3, 1), (up.Transferred, up.Skipped));
        Assert.Equal((3, 1), (down.Transferred, down.Skipped));
        Assert.Equal("content of b.txt", await File.ReadAllTextAsync(_folder.PathOf("out", "b.txt")));
        Assert.Equal("content of deep/er/c.txt", await File.ReadAllTextAsync(_folder.PathOf("out", "deep", "er", "c.txt")));
        Assert.Equal((4, 4), (progress.Values[^1].Files, progress.Values[^1].TotalFiles));
        Assert.Equal(progress.Values[^1].TotalBytes, progress.Values[^1].Bytes);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task AnArtifactThatIsNotThereLeavesNoFile(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var run = (await server.NewRunAsync()).Info.RunId;

        await Assert.ThrowsAsync<MlflowException>(() => server.Client.Artifacts.DownloadAsync(run, "nope.txt", _folder.PathOf("nope.txt")));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/x")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("C:/x")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a\nb")]
    [InlineData("")]
    public async Task APathThatLeadsElsewhereIsRefusedBeforeAnythingIsSent(string path)
    {
        await using var server = await ScriptedServer.StartAsync(200, "{}");
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));

        await Assert.ThrowsAsync<ArgumentException>(() => client.Artifacts.UploadAsync("r", new MemoryStream(), path));

        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task AFileThatIsCutShortWhileItIsSentIsBlamedAndNotTheNetwork()
    {
        await using var server = await TestedServer.StartAsync("3.11.2.dev0");
        var run = (await server.NewRunAsync()).Info.RunId;

        var fault = await Assert.ThrowsAsync<IOException>(() => server.Client.Artifacts.UploadAsync(run, new Shrinking(), "x.bin"));

        Assert.Contains("became shorter", fault.Message);
    }

    private sealed class Told : Told<long>;

    private class Told<T> : IProgress<T>
    {
        public List<T> Values { get; } = [];

        public void Report(T value) => Values.Add(value);
    }

    private sealed class OneWay(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }

    private sealed class Shrinking() : MemoryStream(new byte[1000])
    {
        public override long Length => 5_000_000;
    }
}
