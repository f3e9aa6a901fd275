using System.Security.Cryptography;
using MlOps.Data.Config;
using MlOps.Data.Remotes;
using MlOps.Data.Remotes.Google;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Data.Transfer;

/// <summary>The shape of what goes to Google Cloud Storage and comes from it; see <see cref="GoogleServer"/> for what that shows.</summary>
public sealed class GoogleTransferTests : IDisposable
{
    private readonly DataFolder _data = new();
    private readonly GoogleServer _server = new();

    public GoogleTransferTests() => File.WriteAllText(Credentials, _server.Credentials);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Credentials => _data.PathOf("key.json");

    [Fact]
    public async Task WhatTheCommandPushesItComparesAndPulls()
    {
        _data.AddFolder("d", [.. Enumerable.Range(0, 250).Select(static number => ($"{number % 7}/ü {number}", $"content {number}"))]);
        _data.Add("empty", "");
        _data.Add("large", RandomNumberGenerator.GetBytes(9_000_001));
        _data.Configure("url", "gs://mlops/data of münchen/100%");
        _data.Configure("endpointurl", _server.Address);
        var before = DataFolder.Objects(_data.Repository.Cache.Folder);

        Assert.Contains("ü", await RunAsync(1, "status", "-c"));
        Assert.Equal("253 files pushed\n", await RunAsync(0, "push"));
        Assert.Equal("Everything is up to date.\n", await RunAsync(0, "push"));
        Assert.All(_server.Stored.Keys, static name => Assert.StartsWith("data of münchen/100%/files/md5/", name));
        _data.ForgetCache();
        await RunAsync(1, "status", "-c");
        await RunAsync(0, "pull");
        Assert.Equal(before, DataFolder.Objects(_data.Repository.Cache.Folder));
    }

    [Theory]
    [InlineData("https://storage.googleapis.com", true)]
    [InlineData("https://europe-west1-storage.googleapis.com/", true)]
    [InlineData("http://127.0.0.1:4443", true)]
    [InlineData("http://storage.googleapis.com", false)]
    [InlineData("https://storage.googleapis.com.example.org", false)]
    [InlineData("https://examplegoogleapis.com", false)]
    [InlineData("nonsense", false)]
    public void ATokenGoesToGoogleAndToThisMachineOnly(string server, bool isTrusted) => Assert.Equal(isTrusted, GoogleRemote.IsTrusted(server));

    [Fact]
    public async Task ADownloadThatBreaksOffGoesOnWhereItWas()
    {
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        using var straight = Open();
        await straight.UploadAsync("f", _data.Source(content), Token);
        using var proxy = new FaultyProxy(_server.Address, static (_, number) => number == 1 ? Fault.Truncated : Fault.None);
        using var remote = Open(("endpointurl", proxy.Address));

        Assert.Equal(content, await remote.ReadAsync("f"));
        Assert.Matches(@"bytes=[1-9]\d*-$", proxy.Requests.Last());
    }

    [Theory]
    [InlineData(nameof(Fault.Unavailable))]
    [InlineData(nameof(Fault.TooManyRequests))]
    public async Task AFaultThatPassesIsTriedAgain(string name)
    {
        using var proxy = new FaultyProxy(_server.Address, (_, number) => number % 2 == 1 ? Enum.Parse<Fault>(name) : Fault.None);
        using var remote = Open(("endpointurl", proxy.Address));

        await remote.UploadAsync("f", _data.Source("content"u8.ToArray()), Token);
        Assert.Equal(7, await remote.SizeAsync("f", Token));
        Assert.Equal(4, proxy.Requests.Count);
        Assert.Equal(1, _server.Tokens); // One does for all.
    }

    [Fact]
    public async Task ManyAreListedInPages()
    {
        using var remote = Open();
        var source = _data.Source("content"u8.ToArray());
        await Parallel.ForEachAsync(Enumerable.Range(0, 250), Token, async (number, token) => await remote.UploadAsync($"files/md5/{number % 9}/{number}", source, token));
        await remote.UploadAsync("runs/x", source, Token);

        var pages = new List<IReadOnlyList<RemoteObject>>();
        await foreach (var page in remote.ListAsync("files/md5/", Token))
        {
            pages.Add(page);
        }

        Assert.Equal((3, 250), (pages.Count, pages.SelectMany(static page => page).Distinct().Count()));
        Assert.Contains(new RemoteObject("files/md5/3/12", 7), pages.SelectMany(static page => page));
    }

    [Fact]
    public async Task AnObjectThatLiesIsNeverThere()
    {
        var source = _data.Source(RandomNumberGenerator.GetBytes(2_000_000));
        await using (var stream = new FileStream(source.File, FileMode.Open))
        {
            stream.Position = 1_999_990;
            stream.WriteByte(0);
            stream.WriteByte(1);
        }

        using var remote = Open();
        await Assert.ThrowsAsync<CorruptObjectException>(() => remote.UploadAsync("f", source, Token));
        Assert.Empty(_server.Stored);
    }

    [Fact]
    public async Task WhatIsNotThereIsToldFromWhatIsRefused()
    {
        using var remote = Open();
        Assert.Null(await remote.SizeAsync("nothing", Token));
        await Assert.ThrowsAsync<FileNotFoundException>(() => remote.ReadAsync("nothing"));
        await remote.DeleteAsync("nothing", Token);
        await remote.UploadAsync("f", _data.Source("content"u8.ToArray()), Token);
        using var whole = new MemoryStream();
        await whole.WriteAsync("content"u8.ToArray(), Token);
        Assert.True((await Assert.ThrowsAsync<RemoteException>(() => remote.DownloadAsync("f", whole, Token))).IsPastEnd);
        await remote.DeleteAsync("f", Token);
        Assert.Empty(_server.Stored);

        using var nowhere = Open(("url", "gs://nobucket/x"));
        Assert.Contains("There is no bucket 'nobucket' of remote 'store'", (await Assert.ThrowsAsync<RemoteException>(() => nowhere.ReadAsync("f"))).Message);
        using var nobody = Open(("allow_anonymous_login", "true"));
        Assert.Contains("is denied (Invalid Credentials)", (await Assert.ThrowsAsync<RemoteException>(() => nobody.SizeAsync("f", Token))).Message);
        using var other = new GoogleServer();
        await File.WriteAllTextAsync(Credentials, other.Credentials.Replace(other.Address, _server.Address), Token);
        using var stranger = Open();
        var problem = await Assert.ThrowsAsync<RemoteException>(() => stranger.SizeAsync("f", Token));
        Assert.Contains($"The credentials '{Credentials}' of remote 'store' are not accepted (HTTP 400)", problem.Message);
    }

    [Theory]
    [InlineData("none", "cannot be read as such")]
    [InlineData("{\"type\": \"external_account\"}", "are of type 'external_account', which is not supported")]
    [InlineData("{\"type\": \"service_account\", \"client_email\": \"me\"}", "have no private_key")]
    public void CredentialsThatCannotBeUsedAreNamed(string text, string message)
    {
        File.WriteAllText(Credentials, text);
        Assert.Contains(message, Assert.Throws<RemoteException>(() => Open()).Message);
    }

    [Fact]
    public void CredentialsAreLookedForWhereGooglesOwnToolsDo()
    {
        var settings = new RemoteSettings("store", new Dictionary<string, string>());
        string? File(string? variable) => GoogleAccount.Of(settings, name => name == "GOOGLE_APPLICATION_CREDENTIALS" ? variable : null, _data.Root)!.File;

        Assert.Null(File(null)); // The machine is asked.
        Directory.CreateDirectory(_data.PathOf(".config", "gcloud"));
        System.IO.File.WriteAllText(
            _data.PathOf(".config", "gcloud", "application_default_credentials.json"),
            """{"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r"}""");
        Assert.Equal(_data.PathOf(".config", "gcloud", "application_default_credentials.json"), File(null));
        Assert.Equal(Credentials, File(Credentials));
    }

    public void Dispose()
    {
        _data.Dispose();
        _server.Dispose();
    }

    private GoogleRemote Open(params (string Option, string Value)[] options)
    {
        var all = new Dictionary<string, string> { ["url"] = "gs://mlops/data of münchen", ["endpointurl"] = _server.Address, ["credentialpath"] = Credentials };
        foreach (var (option, value) in options)
        {
            all[option] = value;
        }

        var settings = new RemoteSettings("store", all);
        return new GoogleRemote(settings, GoogleAccount.Of(settings, static _ => null, _data.Root), new Retry(3, TimeSpan.FromMilliseconds(1)), TimeProvider.System);
    }

    private async Task<string> RunAsync(int exit, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["GOOGLE_APPLICATION_CREDENTIALS"] = Credentials };
        var (found, output, error) = await MlopsCommand.RunAsync(_data.Root, environment, ["data", .. arguments]);
        Assert.True(found == exit, $"{found}: {error}{output}");
        return output;
    }
}
