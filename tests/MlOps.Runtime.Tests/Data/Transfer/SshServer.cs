using MlOps.Data.Config;
using MlOps.Data.Remotes;
using MlOps.Data.Ssh;

namespace MlOps.Tests.Data.Transfer;

/// <summary>The real SSH server that <c>.ci/servers</c> starts, and a home with what <c>ssh</c> would have there.</summary>
internal sealed class SshServer : IDisposable
{
    private readonly TempFolder _home = new();

    private SshServer(string address, string folder)
    {
        (Address, Folder) = (address, folder);
        Root = $"{folder}/files/{Guid.NewGuid():n}/data of münchen";
        KnowHost("host.pub", "[127.0.0.1]:*");
    }

    public string Address { get; }

    /// <summary>Where the keys are.</summary>
    public string Folder { get; }

    /// <summary>Where the remote is; nobody has made it yet.</summary>
    public string Root { get; }

    public string Url => $"ssh://{Address}{Root}";

    public string Home => _home.Root;

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["HOME"] = Home };

    public static SshServer Find()
    {
        var address = System.Environment.GetEnvironmentVariable("MLOPS_TEST_SSH");
        Assert.SkipWhen(address is null, "There is no SSH server: run the tests by '.ci/servers dotnet test MlOps.Generators.sln'.");
        return new SshServer(address!, System.Environment.GetEnvironmentVariable("MLOPS_TEST_SSH_FOLDER")!);
    }

    public void KnowHost(string publicKey, string name)
    {
        var key = File.ReadAllText(Path.Combine(Folder, publicKey)).Split(' ');
        _home.Write(".ssh/known_hosts", $"# hosts\n{name} {key[0]} {key[1]}\n");
    }

    public void KnowNobody() => File.Delete(_home.PathOf(".ssh", "known_hosts"));

    public string Key(string name) => Path.Combine(Folder, name);

    public void Configure(string text) => _home.Write(".ssh/config", text);

    public SshRemote Open(params (string Option, string Value)[] options)
    {
        var settings = new Dictionary<string, string> { ["url"] = Url, ["keyfile"] = Key("client"), ["timeout"] = "20" };
        foreach (var (option, value) in options)
        {
            settings[option] = value;
        }

        return new SshRemote(SshAccount.Of(new RemoteSettings("store", settings), Home), new Retry(3, TimeSpan.FromMilliseconds(1)));
    }

    public void Dispose() => _home.Dispose();
}
