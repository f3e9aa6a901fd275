using System.Buffers.Binary;
using System.Net;
using MlOps.Data;
using MlOps.Data.Config;
using MlOps.Data.Remotes;
using MlOps.Data.Remotes.S3;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Data.Transfer;

/// <summary>A real S3 server, which <c>.ci/servers</c> starts, and everything that may go wrong on the way to it.</summary>
public sealed class S3TransferTests : IDisposable
{
    private const int Part = 16 * 1024 * 1024;
    private const int Large = (5 * Part) + 12_345;

    private static readonly Dictionary<string, string> s_account = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "S3RVER",
        ["AWS_SECRET_ACCESS_KEY"] = "S3RVER",
    };

    private readonly DataFolder _data = new();
    private readonly string _path = Guid.NewGuid().ToString("n");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Server
    {
        get
        {
            var server = Environment.GetEnvironmentVariable("MLOPS_TEST_S3");
            Assert.SkipWhen(server is null, "There is no S3 server: run the tests by '.ci/servers dotnet test MlOps.Generators.sln'.");
            return server!;
        }
    }

    [Fact]
    public async Task WhatIsPushedIsFetchedAlsoWhenItIsListedInPages()
    {
        Configure(Server);
        _data.AddFolder("d", [.. Enumerable.Range(0, 1_200).Select(static number => ($"{number % 7}/ü {number}", $"content {number}"))]);
        _data.Add("empty", "");
        _data.Add("medium", Content(3 * 1024 * 1024));
        var before = DataFolder.Objects(_data.Repository.Cache.Folder);

        Assert.Equal("1203 files pushed\n", await RunAsync(0, "push"));
        Assert.Equal("Everything is up to date.\n", await RunAsync(0, "push"));
        _data.ForgetCache();
        Assert.Equal("1203 files fetched\n", await RunAsync(0, "fetch", "-j", "8"));
        Assert.Equal(before, DataFolder.Objects(_data.Repository.Cache.Folder));
        Assert.Equal("Everything is up to date.\n", await RunAsync(0, "fetch"));
    }

    [Theory]
    [InlineData(nameof(Fault.Unavailable))]
    [InlineData(nameof(Fault.TooManyRequests))]
    [InlineData(nameof(Fault.WrongTag))]
    [InlineData(nameof(Fault.Skewed))]
    [InlineData(nameof(Fault.Silent))]
    public async Task AFaultThatPassesIsTriedAgainWhenPushing(string name)
    {
        // Of every object's requests the first goes wrong.
        var seen = new HashSet<string>();
        using var proxy = new FaultyProxy(Server, (request, _) => Once(seen, request) ? Enum.Parse<Fault>(name) : Fault.None);
        using var remote = Open(proxy.Address);
        var md5 = _data.Add("f", "content of f");
        var source = new UploadSource(_data.Repository.Cache.PathOf(md5, isLegacy: false), md5);

        await remote.UploadAsync("files/md5/f", source, Token);

        Assert.True(proxy.Requests.Count(static request => request.StartsWith("PUT", StringComparison.Ordinal)) >= 2);
        using var straight = Open(Server);
        Assert.Equal("content of f", System.Text.Encoding.UTF8.GetString(await DownloadAsync(straight, "files/md5/f")));
    }

    [Theory]
    [InlineData(nameof(Fault.Unavailable))]
    [InlineData(nameof(Fault.Truncated))]
    [InlineData(nameof(Fault.Skewed))]
    [InlineData(nameof(Fault.Silent))]
    public async Task AFaultThatPassesIsTriedAgainWhenFetching(string name)
    {
        var content = Content(1024 * 1024);
        var md5 = _data.Add("f", content);
        using (var straight = Open(Server))
        {
            await straight.UploadAsync("files/md5/f", new UploadSource(_data.Repository.Cache.PathOf(md5, isLegacy: false), md5), Token);
        }

        var seen = new HashSet<string>();
        using var proxy = new FaultyProxy(Server, (request, _) => Once(seen, request) ? Enum.Parse<Fault>(name) : Fault.None);
        using var remote = Open(proxy.Address);

        Assert.Equal(content, await DownloadAsync(remote, "files/md5/f"));
        // A clock that was set wrong is set right by the real server, which refuses as well.
        Assert.Equal(name == nameof(Fault.Skewed) ? 3 : 2, proxy.Requests.Count);
        if (name == nameof(Fault.Truncated))
        {
            // What came of the broken body is not asked for again.
            Assert.Matches(@"bytes=[1-9]\d*-$", proxy.Requests.Last());
        }
    }

    [Fact]
    public async Task AConnectionThatIsResetIsMadeAgain()
    {
        using var tunnel = new ResettingTunnel(new Uri(Server), resets: 2);
        using var remote = Open(tunnel.Address);
        var md5 = _data.Add("f", Content(1024 * 1024));

        await remote.UploadAsync("files/md5/f", new UploadSource(_data.Repository.Cache.PathOf(md5, isLegacy: false), md5), Token);

        Assert.Equal(Content(1024 * 1024), await DownloadAsync(remote, "files/md5/f"));
        Assert.Equal(3, tunnel.Connections);
    }

    [Fact]
    public async Task AFaultThatStaysIsGivenUpAndNamed()
    {
        using var proxy = new FaultyProxy(Server, static (_, _) => Fault.Unavailable);
        using var remote = Open(proxy.Address);
        var problem = await Assert.ThrowsAsync<RemoteException>(() => remote.SizeAsync("files/md5/f", Token));
        Assert.Contains("remote 'store'", problem.Message);
        Assert.Equal(3, proxy.Requests.Count);
    }

    [Fact]
    public async Task WhatIsNotThereIsToldFromWhatIsRefused()
    {
        using var remote = Open(Server);
        Assert.Null(await remote.SizeAsync("files/md5/nothing", Token));
        await Assert.ThrowsAsync<FileNotFoundException>(() => DownloadAsync(remote, "files/md5/nothing"));
        using var elsewhere = Open(Server, bucket: "nobucket");
        Assert.Contains("no bucket 'nobucket'", (await Assert.ThrowsAsync<RemoteException>(() => DownloadAsync(elsewhere, "files/md5/nothing"))).Message);
    }

    [Fact]
    public async Task APushThatIsKilledInTheMiddleOfALargeObjectGoesOnWithTheNextPart()
    {
        _data.Add("large", Content(Large));
        using (var proxy = new FaultyProxy(Server, static (request, _) => Query(request).Contains("partNumber=4", StringComparison.Ordinal) ? Fault.Silent : Fault.None))
        {
            await KillAsync(proxy, "push");
        }

        using var second = new FaultyProxy(Server, static (_, _) => Fault.None);
        Configure(second.Address);
        Assert.Equal("1 file pushed\n", await RunAsync(0, "push"));
        Assert.Equal([4, 5, 6], second.Requests.Where(static request => request.StartsWith("PUT", StringComparison.Ordinal)).Select(static request => request.Split("partNumber=")[1][0] - '0'));
        using var remote = Open(Server);
        Assert.Equal(File.ReadAllBytes(Directory.GetFiles(_data.PathOf(".dvc", "cache", "files"), "*", SearchOption.AllDirectories)[0]), await DownloadAsync(remote, Key("large")));
        Assert.Empty(Directory.GetFiles(_data.PathOf(".dvc", "cache", "mlops"), "*.upload"));
    }

    [Fact]
    public async Task AFetchThatIsKilledInTheMiddleOfALargeObjectGoesOnFromThere()
    {
        _data.Add("large", Content(Large));
        Configure(Server);
        await RunAsync(0, "push");
        var before = DataFolder.Objects(_data.Repository.Cache.Folder);
        _data.ForgetCache();
        using (var proxy = new FaultyProxy(Server, (_, number) => number == 1 ? Fault.Truncated : Fault.Silent))
        {
            await KillAsync(proxy, "fetch");
        }

        Assert.Empty(DataFolder.Objects(_data.Repository.Cache.Folder));
        using var second = new FaultyProxy(Server, static (_, _) => Fault.None);
        Configure(second.Address);
        Assert.Equal("1 file fetched\n", await RunAsync(0, "fetch"));
        Assert.Matches(@"bytes=[1-9]\d*-$", Assert.Single(second.Requests));
        Assert.Equal(before, DataFolder.Objects(_data.Repository.Cache.Folder));
        Assert.Empty(Directory.GetFiles(_data.PathOf(".dvc", "cache", "mlops", "parts")));
    }

    [Fact]
    public async Task APushOfManyThatIsKilledLeavesNoListBeforeItsFilesAndSendsOnlyTheRest()
    {
        _data.AddFolder("d", [.. Enumerable.Range(0, 100).Select(static number => ($"{number}", $"content {number}"))]);
        var puts = 0;
        using (var proxy = new FaultyProxy(Server, (request, _) => request.HttpMethod == "PUT" && Interlocked.Increment(ref puts) > 60 ? Fault.Silent : Fault.None))
        {
            await KillAsync(proxy, "push");
        }

        using var remote = Open(Server);
        var there = new List<RemoteObject>();
        await foreach (var page in remote.ListAsync("files/md5/", Token))
        {
            there.AddRange(page);
        }

        // This server keeps what it got of an upload that broke off; its size tells.
        var whole = there.Count(found => found.Size == new FileInfo(Path.Combine(_data.PathOf(".dvc", "cache"), found.Key)).Length);
        Assert.InRange(whole, 1, 60);
        Assert.DoesNotContain(there, static found => found.Key.EndsWith(".dir", StringComparison.Ordinal));
        Configure(Server);
        Assert.Equal($"{101 - whole} files pushed\n", await RunAsync(0, "push"));
    }

    [Fact]
    public async Task ALargeObjectThatLiesIsNeverPutTogether()
    {
        var md5 = _data.Add("large", Content(Large));
        var file = _data.Repository.Cache.PathOf(md5, isLegacy: false);
        await using (var stream = new FileStream(file, FileMode.Open))
        {
            stream.Position = Large - 5;
            stream.WriteByte(0);
            stream.WriteByte(1);
            stream.WriteByte(2);
        }

        Configure(Server);
        await RunAsync(3, "push");
        using var remote = Open(Server);
        Assert.Null(await remote.SizeAsync(Key("large"), Token));
    }

    public void Dispose() => _data.Dispose();

    private static bool Once(HashSet<string> seen, HttpListenerRequest request)
    {
        lock (seen)
        {
            return seen.Add(request.HttpMethod + request.RawUrl);
        }
    }

    private static string Query(HttpListenerRequest request) => request.Url!.Query;

    private static byte[] Content(int size)
    {
        // Without a repetition, so that no part can be taken for another.
        var content = new byte[size];
        for (var index = 0; index + 4 <= size; index += 4)
        {
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(index), index);
        }

        return content;
    }

    private static async Task<byte[]> DownloadAsync(IRemote remote, string key)
    {
        using var target = new MemoryStream();
        await remote.DownloadAsync(key, target, Token);
        return target.ToArray();
    }

    private string Key(string name)
    {
        var md5 = DvcPointer.Read(_data.PathOf(name + ".dvc")).Outputs[0].Md5!;
        return $"files/md5/{md5[..2]}/{md5[2..]}";
    }

    private void Configure(string endpoint)
    {
        _data.Configure("url", $"s3://mlops/{_path}");
        _data.Configure("endpointurl", endpoint);
    }

    private async Task KillAsync(FaultyProxy proxy, string verb)
    {
        Configure(proxy.Address);
        using var command = MlopsCommand.Start(_data.Root, s_account, "data", verb);
        await proxy.Stalled.Task.WaitAsync(Token);
        command.Kill();
        await command.EndAsync();
    }

    private async Task<string> RunAsync(int exit, params string[] arguments)
    {
        var (found, output, error) = await MlopsCommand.RunAsync(_data.Root, s_account, ["data", .. arguments]);
        Assert.True(found == exit, error);
        return output;
    }

    private S3Remote Open(string endpoint, string bucket = "mlops") => new(
        new RemoteSettings("store", new Dictionary<string, string> { ["url"] = $"s3://{bucket}/{_path}", ["read_timeout"] = "2" }),
        new S3Account(new("S3RVER", "S3RVER", null), "us-east-1", endpoint),
        _data.PathOf("notes"),
        new Retry(3, TimeSpan.FromMilliseconds(1)),
        TimeProvider.System);
}
