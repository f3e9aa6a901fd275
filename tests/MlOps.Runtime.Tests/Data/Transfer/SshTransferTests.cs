using System.Security.Cryptography;
using System.Text;
using MlOps.Data.Remotes;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Data.Transfer;

/// <summary>A real SSH server, which <c>.ci/servers</c> starts.</summary>
public sealed class SshTransferTests : IDisposable
{
    private readonly DataFolder _data = new();
    private readonly SshServer _server = SshServer.Find();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatTheCommandPushesItComparesAndPulls()
    {
        _data.AddFolder("d", [.. Enumerable.Range(0, 300).Select(static number => ($"{number % 7}/ü {number}", $"content {number}"))]);
        _data.Add("empty", "");
        _data.Add("large", RandomNumberGenerator.GetBytes(9_000_001));
        _data.Configure("url", _server.Url);
        _data.Configure("keyfile", _server.Key("client"));
        var before = DataFolder.Objects(_data.Repository.Cache.Folder);

        Assert.Contains("ü", await RunAsync(1, "status", "-c"));
        Assert.Equal("303 files pushed\n", await RunAsync(0, "push"));
        Assert.Equal("Everything is up to date.\n", await RunAsync(0, "push"));
        await RunAsync(0, "status", "-c");
        Assert.Equal(before, DataFolder.Objects(_server.Root)); // As in a cache: stock DVC finds it, and no temporary file is left.
        _data.ForgetCache();
        await RunAsync(1, "status", "-c");
        await RunAsync(0, "pull");
        Assert.Equal(before, DataFolder.Objects(_data.Repository.Cache.Folder));
        Assert.Equal("content 8", await File.ReadAllTextAsync(_data.PathOf("d", "1", "ü 8"), Token));
    }

    [Fact]
    public async Task TheConfigurationOfSshSaysWhereAndWho()
    {
        var (host, port) = (_server.Address.Split(':')[0], _server.Address.Split(':')[1]);
        _server.Configure($"Host other\n  Port 1\nHost st?re !nostore\n  HostName {host}\n  Port={port}\n  IdentityFile \"{_server.Key("client")}\"\n  HostKeyAlias store.example.org\nHost *\n  Port 2\n  User {Environment.UserName}\n");
        _server.KnowHost("host.pub", $"nothing,[store.example.org]:{port}");
        _data.Configure("url", $"ssh://store{_server.Root}");
        _data.Add("f", "content");

        Assert.Equal("1 file pushed\n", await RunAsync(0, "push"));
    }

    [Fact]
    public async Task ADownloadThatBreaksOffGoesOnWhereItWas()
    {
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        var source = _data.Source(content);
        using (var straight = _server.Open())
        {
            await straight.UploadAsync("files/md5/f", source, Token);
        }

        using var tunnel = new CuttingTunnel(_server.Address, cuts: 1, after: 1_500_000);
        using var remote = _server.Open(("port", $"{tunnel.Port}"));
        using var target = new MemoryStream();
        await remote.DownloadAsync("files/md5/f", target, Token);

        Assert.Equal(content, target.ToArray());
        Assert.Equal(2, tunnel.Connections);
        Assert.InRange(tunnel.Answered, 3_000_000, 4_200_000); // Twice the whole would be more.
    }

    [Fact]
    public async Task AnUploadThatBreaksOffIsMadeAgainAndNothingIsLeftOfIt()
    {
        using var tunnel = new CuttingTunnel(_server.Address, cuts: 1, after: 6_000);
        using var remote = _server.Open(("port", $"{tunnel.Port}"));
        foreach (var number in Enumerable.Range(0, 40))
        {
            await remote.UploadAsync($"files/md5/aa/{number}", _data.Source(Encoding.UTF8.GetBytes($"content {number}")), Token);
        }

        Assert.Equal(2, tunnel.Connections);
        var files = Directory.GetFiles(_server.Root, "*", SearchOption.AllDirectories).Where(static file => !file.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, 40).Select(static number => $"content {number}").Order(), files.Select(File.ReadAllText).Order());
    }

    [Fact]
    public async Task ConnectionsAreBounded()
    {
        using var tunnel = new CuttingTunnel(_server.Address, cuts: 0, after: 0);
        using var remote = _server.Open(("port", $"{tunnel.Port}"), ("max_sessions", "2"));
        var source = _data.Source("content"u8.ToArray());

        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => remote.UploadAsync($"files/md5/{number % 5}/{number}", source, Token)));

        Assert.Equal(2, tunnel.Most);
        Assert.Equal(2, tunnel.Connections);
        var found = await remote.ObjectsAsync("files/md5/");
        Assert.Equal(50, found.Length);
        Assert.Contains(new RemoteObject("files/md5/3/13", 7), found);
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

        using var remote = _server.Open();
        await Assert.ThrowsAsync<CorruptObjectException>(() => remote.UploadAsync("files/md5/aa/f", source, Token));

        Assert.Null(await remote.SizeAsync("files/md5/aa/f", Token));
        Assert.Empty(Directory.GetFiles(_server.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task WhatIsThereIsReplacedAndDeleted()
    {
        using var remote = _server.Open();
        await remote.UploadAsync("files/md5/aa/f", _data.Source("cut sho"u8.ToArray()), Token);
        await remote.UploadAsync("files/md5/aa/f", _data.Source("whole content"u8.ToArray()), Token);
        Assert.Equal(13, await remote.SizeAsync("files/md5/aa/f", Token));

        await remote.DeleteAsync("files/md5/aa/f", Token);
        await remote.DeleteAsync("files/md5/aa/f", Token);
        Assert.Null(await remote.SizeAsync("files/md5/aa/f", Token));
    }

    [Fact]
    public async Task WhatIsNotThereIsToldFromWhatIsRefused()
    {
        using var remote = _server.Open();
        Assert.Empty(await remote.ObjectsAsync("files/md5/")); // The folder itself is not there.
        await Assert.ThrowsAsync<FileNotFoundException>(() => remote.DownloadAsync("files/md5/nothing", new MemoryStream(), Token));
        await Assert.ThrowsAsync<RemoteException>(() => remote.SizeAsync("files/../../secret", Token));
        using var forbidden = _server.Open(("url", $"ssh://{_server.Address}/proc/mlops"));
        Assert.Contains("Folder '/proc/mlops/' of remote 'store' cannot be made at '127.0.0.1'", (await Assert.ThrowsAsync<RemoteException>(() => forbidden.UploadAsync("f", _data.Source([1]), Token))).Message);
    }

    [Fact]
    public async Task AHostThatIsNotKnownIsNotTrusted()
    {
        _server.KnowNobody();
        using var remote = _server.Open();
        var problem = await Assert.ThrowsAsync<RemoteException>(() => remote.SizeAsync("f", Token));
        Assert.Matches($"is not known: .* SHA256:.*'ssh -p {_server.Address.Split(':')[1]} .*@127.0.0.1' puts it into ~/.ssh/known_hosts", problem.Message);
    }

    [Fact]
    public async Task AHostWithAnotherKeyIsNotTrusted()
    {
        _server.KnowHost("client.pub", "[127.0.0.1]:*");
        using var remote = _server.Open();
        var problem = await Assert.ThrowsAsync<RemoteException>(() => remote.SizeAsync("f", Token));
        Assert.Contains("and not the one of line 2 of", problem.Message);
        Assert.Contains($"'ssh-keygen -R [127.0.0.1]:{_server.Address.Split(':')[1]}'", problem.Message);
    }

    [Fact]
    public async Task OfTheKeysOfAServerTheOneThatIsKnownIsAskedFor()
    {
        _server.KnowHost("host_rsa.pub", "[127.0.0.1]:*");
        using var remote = _server.Open();
        Assert.Null(await remote.SizeAsync("f", Token));
    }

    [Fact]
    public async Task WhoIsNotLetInIsToldWithWhat()
    {
        using var remote = _server.Open(("keyfile", _server.Key("host")));
        var problem = await Assert.ThrowsAsync<RemoteException>(() => remote.SizeAsync("f", Token));
        Assert.Contains($"does not let '{Environment.UserName}' in (tried: {_server.Key("host")})", problem.Message);
        using var nobody = _server.Open(("keyfile", "/nowhere/id"));
        Assert.Contains("there is no key and no password", (await Assert.ThrowsAsync<RemoteException>(() => nobody.SizeAsync("f", Token))).Message);
    }

    [Fact]
    public async Task AKeyWithAPassphraseIsUsedWhenItIsGiven()
    {
        using var remote = _server.Open(("keyfile", _server.Key("locked")), ("passphrase", "open sesame"));
        Assert.Null(await remote.SizeAsync("f", Token));
        using var locked = _server.Open(("keyfile", _server.Key("locked")));
        Assert.Contains("needs a passphrase", (await Assert.ThrowsAsync<RemoteException>(() => locked.SizeAsync("f", Token))).Message);
    }

    public void Dispose()
    {
        _data.Dispose();
        _server.Dispose();
    }

    private async Task<string> RunAsync(int exit, params string[] arguments)
    {
        var (found, output, error) = await MlopsCommand.RunAsync(_data.Root, _server.Environment, ["data", .. arguments]);
        Assert.True(found == exit, $"{found}: {error}{output}");
        return output;
    }
}
