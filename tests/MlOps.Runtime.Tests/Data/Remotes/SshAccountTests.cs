using System.Security.Cryptography;
using System.Text;
using MlOps.Data.Config;
using MlOps.Data.Remotes;
using MlOps.Data.Ssh;

namespace MlOps.Tests.Data.Remotes;

/// <summary>Who asks, and where: what OpenSSH's own files say.</summary>
public sealed class SshAccountTests : IDisposable
{
    private readonly TempFolder _home = new();

    [Fact]
    public void OptionsWinOverTheAddressAndThatOverTheConfiguration()
    {
        _home.Write(".ssh/config", "Include conf.d/*\nHost *.example.org\n  User of-all\n  Port 2200\n");
        _home.Write(".ssh/conf.d/a", "Host store\n  HostName %h.example.org\n  User of-config\n");
        var account = Of("ssh://store/srv/data");
        Assert.Equal(("store.example.org", 22, "of-config", "/srv/data/"), (account.Host, account.Port, account.User, account.Root));
        account = Of("ssh://me:pass%21@a.example.org:23/srv/a b%20c/");
        Assert.Equal(("a.example.org", 23, "me", "pass!", "/srv/a b%20c/"), (account.Host, account.Port, account.User, account.Password, account.Root));
        account = Of("ssh://me@a.example.org/", ("user", "you"), ("port", "24"));
        Assert.Equal(("you", 24, "/"), (account.User, account.Port, account.Root));
        Assert.Equal(("[::1]:2222", "/x/"), (Of("ssh://[::1]:2222/x").KnownAs, Of("ssh://[::1]:2222/x").Root));
    }

    [Fact]
    public void KeysAreThoseThatAreNamedOrElseTheUsualOnes()
    {
        foreach (var name in new[] { "id_ed25519", "id_rsa", "work", "mine" })
        {
            _home.Write(".ssh/" + name, "key");
        }

        string[] Names(SshAccount account) => [.. account.KeyFiles.Select(file => Path.GetRelativePath(_home.PathOf(".ssh"), file))];
        Assert.Equal(["id_rsa", "id_ed25519"], Names(Of("ssh://host/x")));
        _home.Write(".ssh/config", "IdentityFile ~/.ssh/work\nIdentityFile %d/.ssh/none\nIdentityFile %d/.ssh/mine\n");
        Assert.Equal(["work", "mine"], Names(Of("ssh://host/x")));
        Assert.Equal(["mine"], Names(Of("ssh://host/x", ("keyfile", _home.PathOf(".ssh", "mine")))));
    }

    [Theory]
    [InlineData("gss_auth", "gss_auth, which is not supported: use a key")]
    [InlineData("ask_password", "remote modify --local store password …")]
    [InlineData("ask_passphrase", "remote modify --local store passphrase …")]
    public void WhatIsNotSupportedIsRefused(string option, string message) =>
        Assert.Contains(message, Assert.Throws<RemoteException>(() => Of("ssh://host/x", (option, "true"))).Message);

    [Theory]
    [InlineData("ssh:///x")]
    [InlineData("ssh://user:secret@/x")]
    [InlineData("ssh://user:secret@host:port/x")]
    [InlineData("ssh://user:secret@host:70000/x")]
    public void WhatIsNoAddressIsRefusedWithoutItsPassword(string address)
    {
        var message = Assert.Throws<RemoteException>(() => Of(address)).Message;
        Assert.Contains("is no address", message);
        Assert.DoesNotContain("secret", message);
    }

    [Fact]
    public void AHostBehindAnotherIsRefused()
    {
        _home.Write(".ssh/config", "Host store\n  ProxyJump gate\n");
        Assert.Contains("ProxyJump", Assert.Throws<RemoteException>(() => Of("ssh://store/x")).Message);
        Assert.Equal("else", Of("ssh://else/x").Host);
    }

    [Fact]
    public void AConfigurationThatIncludesItselfEnds()
    {
        _home.Write(".ssh/config", "Include config\nInclude config\nUser me\n");
        Assert.Equal("me", Of("ssh://host/x").User);
    }

    [Theory]
    [InlineData("host KEY", nameof(KnownHost.Known))]
    [InlineData("10.0.0.1,h*st,!hest KEY", nameof(KnownHost.Known))]
    [InlineData("!host,h* KEY", nameof(KnownHost.Unknown))]
    [InlineData("[host]:22 KEY", nameof(KnownHost.Unknown))]
    [InlineData("HASH KEY", nameof(KnownHost.Known))]
    [InlineData("host OTHER", nameof(KnownHost.Changed))]
    [InlineData("host OTHER\nhost KEY", nameof(KnownHost.Known))]
    [InlineData("host KEY\n@revoked host KEY", nameof(KnownHost.Revoked))]
    [InlineData("@cert-authority host KEY", nameof(KnownHost.Unknown))]
    [InlineData("# host KEY\nhost\n@revoked host\n|1|x|y KEY\n|1| KEY\n", nameof(KnownHost.Unknown))]
    public void TheKeyOfAHostIsJudgedAsSshDoes(string text, string expected)
    {
        byte[] key = [1, 2, 3], salt = [4, 5, 6];
#pragma warning disable CA5350 // The format of OpenSSH.
        var hash = $"|1|{Convert.ToBase64String(salt)}|{Convert.ToBase64String(HMACSHA1.HashData(salt, Encoding.UTF8.GetBytes("host")))}";
#pragma warning restore CA5350
        var file = _home.Write("known", text.Replace("HASH", hash).Replace("KEY", $"ssh-ed25519 {Convert.ToBase64String(key)} me").Replace("OTHER", "ssh-ed25519 AAAA"));
        Assert.Equal(expected, KnownHosts.Read([_home.PathOf("none"), file], "host").Find(key, out _).ToString());
    }

    public void Dispose() => _home.Dispose();

    private SshAccount Of(string address, params (string Option, string Value)[] options) => SshAccount.Of(
        new RemoteSettings("store", options.Append(("url", address)).ToDictionary(static option => option.Item1, static option => option.Item2)), _home.Root);
}
