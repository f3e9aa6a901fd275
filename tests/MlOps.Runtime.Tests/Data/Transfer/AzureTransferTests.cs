using System.Net;
using System.Security.Cryptography;
using Azure.Storage.Blobs;
using MlOps.Data.Azure;
using MlOps.Data.Config;
using MlOps.Data.Remotes;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Data.Transfer;

/// <summary>A real server of blobs, Azurite, which <c>.ci/servers</c> starts, and what may go wrong on the way to it.</summary>
public sealed class AzureTransferTests : IDisposable
{
    // The account that every Azurite has; its key is public.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly DataFolder _data = new();
    private readonly string _path = $"{Guid.NewGuid():n}/data of münchen";
    private readonly string _server;

    public AzureTransferTests()
    {
        var server = Environment.GetEnvironmentVariable("MLOPS_TEST_AZURE");
        Assert.SkipWhen(server is null, "There is no server of Azure's blobs: run the tests by '.ci/servers dotnet test MlOps.Generators.sln'.");
        _server = server!;
        new BlobContainerClient(Connection(_server), "mlops").CreateIfNotExists();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatTheCommandPushesItComparesAndPulls()
    {
        _data.AddFolder("d", [.. Enumerable.Range(0, 300).Select(static number => ($"{number % 7}/ü {number}", $"content {number}"))]);
        _data.Add("empty", "");
        _data.Add("large", RandomNumberGenerator.GetBytes(20_000_001)); // In blocks.
        _data.Configure("url", $"azure://mlops/{_path}");
        var before = DataFolder.Objects(_data.Repository.Cache.Folder);

        Assert.Contains("ü", await RunAsync(1, "status", "-c"));
        Assert.Equal("303 files pushed\n", await RunAsync(0, "push"));
        Assert.Equal("Everything is up to date.\n", await RunAsync(0, "push"));
        await RunAsync(0, "status", "-c");
        _data.ForgetCache();
        await RunAsync(1, "status", "-c");
        await RunAsync(0, "pull");
        Assert.Equal(before, DataFolder.Objects(_data.Repository.Cache.Folder));
        Assert.Equal("content 8", await File.ReadAllTextAsync(_data.PathOf("d", "1", "ü 8"), Token));
    }

    [Theory]
    [InlineData(nameof(Fault.Unavailable))]
    [InlineData(nameof(Fault.TooManyRequests))]
    [InlineData(nameof(Fault.Silent))]
    public async Task AFaultThatPassesIsTriedAgain(string name)
    {
        // Of every object's requests the first goes wrong.
        var seen = new HashSet<string>();
        using var proxy = new FaultyProxy(_server, (request, _) => Once(seen, request) ? Enum.Parse<Fault>(name) : Fault.None);
        using var remote = Open(("account_name", $"{proxy.Address}/{Account}"), ("read_timeout", "2"));

        await remote.UploadAsync("files/md5/f", _data.Source("content"u8.ToArray()), Token);
        Assert.Equal(7, await remote.SizeAsync("files/md5/f", Token));
        Assert.Equal("content"u8.ToArray(), await remote.ReadAsync("files/md5/f"));
        Assert.Equal(6, proxy.Requests.Count);
    }

    [Fact]
    public async Task ADownloadThatBreaksOffGoesOnWhereItWas()
    {
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        using var straight = Open();
        await straight.UploadAsync("files/md5/f", _data.Source(content), Token);

        using var proxy = new FaultyProxy(_server, static (_, number) => number == 1 ? Fault.Truncated : Fault.None);
        using var remote = Open(("account_name", $"{proxy.Address}/{Account}"));
        Assert.Equal(content, await remote.ReadAsync("files/md5/f"));
        Assert.Equal(2, proxy.Requests.Count);
    }

    [Fact]
    public async Task WhatIsHereOfAnObjectIsNotAskedForAgain()
    {
        using var remote = Open();
        await remote.UploadAsync("files/md5/f", _data.Source("0123456789"u8.ToArray()), Token);
        using var target = new MemoryStream();
        await target.WriteAsync("01234"u8.ToArray(), Token);
        await remote.DownloadAsync("files/md5/f", target, Token);
        Assert.Equal("0123456789"u8.ToArray(), target.ToArray());
        await target.WriteAsync("more"u8.ToArray(), Token);
        Assert.True((await Assert.ThrowsAsync<RemoteException>(() => remote.DownloadAsync("files/md5/f", target, Token))).IsPastEnd);
    }

    [Fact]
    public async Task ManyAreListedInPages()
    {
        using var remote = Open();
        var source = _data.Source("content"u8.ToArray());
        await Parallel.ForEachAsync(Enumerable.Range(0, 5_010), Token, async (number, token) => await remote.UploadAsync($"files/md5/{number % 9}/{number}", source, token));

        var pages = 0;
        var found = new HashSet<RemoteObject>();
        await foreach (var page in remote.ListAsync("files/md5/", Token))
        {
            pages++;
            found.UnionWith(page);
        }

        Assert.Equal((2, 5_010), (pages, found.Count));
        Assert.Contains(new RemoteObject("files/md5/3/12", 7), found);
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(20_000_000)]
    public async Task AnObjectThatLiesIsNeverThere(int size)
    {
        var source = _data.Source(RandomNumberGenerator.GetBytes(size));
        await using (var stream = new FileStream(source.File, FileMode.Open))
        {
            stream.Position = size - 3;
            stream.WriteByte(0);
            stream.WriteByte(1);
        }

        using var remote = Open();
        await Assert.ThrowsAsync<CorruptObjectException>(() => remote.UploadAsync("files/md5/f", source, Token));
        Assert.Null(await remote.SizeAsync("files/md5/f", Token));
    }

    [Fact]
    public async Task WhatIsThereIsReplacedAndDeleted()
    {
        using var remote = Open();
        await remote.UploadAsync("files/md5/f", _data.Source("cut sho"u8.ToArray()), Token);
        await remote.UploadAsync("files/md5/f", _data.Source("whole content"u8.ToArray()), Token);
        Assert.Equal(13, await remote.SizeAsync("files/md5/f", Token));
        await remote.DeleteAsync("files/md5/f", Token);
        await remote.DeleteAsync("files/md5/f", Token);
        Assert.Null(await remote.SizeAsync("files/md5/f", Token));
    }

    [Fact]
    public async Task WhatIsNotThereIsToldFromWhatIsRefused()
    {
        using var remote = Open();
        await Assert.ThrowsAsync<FileNotFoundException>(() => remote.ReadAsync("files/md5/nothing"));
        await Assert.ThrowsAsync<RemoteException>(() => remote.SizeAsync("files/../../secret", Token));

        using var nowhere = Open(("url", "azure://nocontainer/x"));
        Assert.Contains("There is no container 'nocontainer' of remote 'store'", (await Assert.ThrowsAsync<RemoteException>(() => nowhere.ReadAsync("f"))).Message);
        Assert.Contains("There is no container", (await Assert.ThrowsAsync<RemoteException>(() => nowhere.UploadAsync("f", _data.Source([1]), Token))).Message);

        using var stranger = Open(("account_key", Convert.ToBase64String(new byte[64])));
        var problem = await Assert.ThrowsAsync<RemoteException>(() => stranger.ReadAsync("f"));
        Assert.Matches("Access to 'f' in container 'mlops' of remote 'store' is denied .*, with the account key", problem.Message);
    }

    public void Dispose() => _data.Dispose();

    private static string Connection(string server) => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={server}/{Account};";

    private static bool Once(HashSet<string> seen, HttpListenerRequest request)
    {
        lock (seen)
        {
            return seen.Add(request.HttpMethod + request.RawUrl);
        }
    }

    private AzureRemote Open(params (string Option, string Value)[] options)
    {
        var all = new Dictionary<string, string> { ["url"] = $"azure://mlops/{_path}", ["account_name"] = $"{_server}/{Account}", ["account_key"] = Key };
        foreach (var (option, value) in options)
        {
            all[option] = value;
        }

        var settings = new RemoteSettings("store", all);
        return new AzureRemote(settings, AzureAccount.Of(settings, static _ => null), new Retry(3, TimeSpan.FromMilliseconds(1)));
    }

    private async Task<string> RunAsync(int exit, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["AZURE_STORAGE_CONNECTION_STRING"] = Connection(_server) };
        var (found, output, error) = await MlopsCommand.RunAsync(_data.Root, environment, ["data", .. arguments]);
        Assert.True(found == exit, $"{found}: {error}{output}");
        return output;
    }
}
