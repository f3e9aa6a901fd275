using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Data;

/// <summary>Data from another repository, by the command itself.</summary>
public sealed class RepositoryImportTests : IDisposable
{
    private readonly DataRepository _repository = new();
    private readonly DataRepository _other = new();
    private readonly string _first;

    public RepositoryImportTests()
    {
        _other.Folder.Write("data/set/a.txt", "a");
        _other.Folder.Write("data/set/sub/b.txt", "b");
        _other.Folder.Write("code/train.sh", "echo\n");
        _other.Folder.Write("code/readme.txt", "read me\n");
        MakeExecutable(_other.PathOf("code/train.sh"));
        _other.Add("data/set");
        _other.Add("data/x.csv", "first");
        _other.Configure("[core]\n    remote = store\n['remote \"store\"']\n    url = ../store\n");
        _first = _other.Commit("first");
        GitCommand.Run(Url, "tag", "v1");
    }

    private static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute);
        }
    }

    private string Url => _other.Folder.Root;

    [Fact]
    public async Task ThePointerIsTheOneThatDvcWrites()
    {
        await Succeeds("import", Url, "data/x.csv", "--rev", "v1");
        const string md5 = "8b04d5e3775d298e78455efc5ca404d5";
        // As DVC: of the JSON of the rest, with sorted keys, without sizes.
        var stage = Md5($$$"""{"deps": [{"path": "data/x.csv", "repo": {"rev": "v1", "rev_lock": "{{{_first}}}", "url": "{{{Url}}}"}}], "outs": [{"hash": "md5", "md5": "{{{md5}}}", "path": "x.csv"}]}""");
        Assert.Equal(
            $"md5: {stage}\nfrozen: true\ndeps:\n- path: data/x.csv\n  repo:\n    url: {Url}\n    rev: v1\n    rev_lock: {_first}\n" +
            $"outs:\n- md5: {md5}\n  size: 5\n  hash: md5\n  path: x.csv\n",
            _repository.Read("x.csv.dvc"));
        Assert.Equal(("first", "/x.csv\n"), (_repository.Read("x.csv"), _repository.Read(".gitignore")));
        Assert.True(_repository.Status("x.csv").IsClean);
        Assert.Empty(Directory.GetDirectories(_repository.PathOf(".dvc/tmp/mlops"), "*.*"));
    }

    [Theory]
    [InlineData("data/set", "set/a.txt,set/sub/b.txt")]
    [InlineData("data/set/sub", "sub/b.txt")]
    [InlineData("data/set/sub/b.txt", "b.txt")]
    [InlineData("code", "code/readme.txt,code/train.sh")]
    [InlineData("./code/readme.txt", "readme.txt")]
    [InlineData("data/", "data/set/a.txt,data/set/sub/b.txt,data/x.csv")]
    public async Task WhatGitOrAPointerKnowsIsBrought(string path, string files)
    {
        await Succeeds("import", Url, path);
        Assert.All(files.Split(','), file => Assert.True(File.Exists(_repository.PathOf(file)), file));
        var name = files.Split(',')[0].Split('/')[0];
        Assert.True(_repository.Status(name).IsClean);
        Assert.Equal(files.Split(',').Length, Directory.Exists(_repository.PathOf(name)) ? Directory.GetFiles(_repository.PathOf(name), "*", SearchOption.AllDirectories).Length : 1);
    }

    [Fact]
    public async Task AFileThatRunsStillRuns()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There files have no such bit.");
        await Succeeds("import", Url, "code/train.sh");
        Assert.Contains("  isexec: true\n", _repository.Read("train.sh.dvc"));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(_repository.PathOf("train.sh")).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public async Task WhatItsCacheLacksComesFromItsRemote()
    {
        await MlopsCommand.RunAsync(Url, "data", "push");
        Directory.Delete(_other.PathOf(".dvc/cache"), recursive: true);
        await Succeeds("import", Url, "data/set");
        Assert.Equal("b", _repository.Read("set/sub/b.txt"));
        Directory.Delete(_other.PathOf("store"), recursive: true);
        Assert.Contains("have it pushed", await Fails("import", Url, "data/x.csv"));
    }

    [Fact]
    public async Task WhoeverClonesGetsItFromThereToo()
    {
        await Succeeds("import", Url, "data/set");
        await Succeeds("import", Url, "code/readme.txt");
        _other.Add("data/x.csv", "second");
        _other.Folder.Write("code/readme.txt", "changed since");
        _other.Commit("second");
        Directory.Delete(_repository.PathOf(".dvc/cache"), recursive: true);
        Directory.Delete(_repository.PathOf("set"), recursive: true);
        File.Delete(_repository.PathOf("readme.txt"));
        Assert.StartsWith("2 files fetched\n", await Succeeds("pull"));
        Assert.Equal(("b", "read me\n"), (_repository.Read("set/sub/b.txt"), _repository.Read("readme.txt")));
        Directory.Delete(_repository.PathOf(".dvc/cache"), recursive: true);
        Directory.Move(Url, Url + "-gone");
        var (exit, _, error) = await MlopsCommand.RunAsync(_repository.Folder.Root, "data", "fetch");
        Directory.Move(Url + "-gone", Url);
        Assert.Equal(3, exit);
        Assert.Contains("there is no repository", error);
    }

    [Fact]
    public async Task UpdatesFollowTheBranchAndKeepWhatPeopleWrote()
    {
        await Succeeds("import", Url, "data/x.csv");
        File.AppendAllText(_repository.PathOf("x.csv.dvc"), "# ours\ndesc: theirs\n");
        Assert.Contains("Unchanged x.csv", await Succeeds("update", "x.csv"));
        _other.Add("data/x.csv", "second");
        var second = _other.Commit("second");
        Assert.Contains("Updated x.csv", await Succeeds("update", "x.csv.dvc"));
        Assert.Equal("second", _repository.Read("x.csv"));
        Assert.Contains($"    rev_lock: {second}\n", _repository.Read("x.csv.dvc"));
        Assert.EndsWith("# ours\ndesc: theirs\n", _repository.Read("x.csv.dvc"));
        await Succeeds("update", "--rev", "v1", "x.csv");
        Assert.Equal("first", _repository.Read("x.csv"));
        Assert.Contains($"    rev_lock: {_first}\n    rev: v1\n", _repository.Read("x.csv.dvc"));
        Assert.True(_repository.Status("x.csv").IsClean);
        _repository.Folder.Write("x.csv", "mine");
        Assert.Contains("would be lost", await Fails("update", "x.csv"));
        Assert.Equal("mine", _repository.Read("x.csv"));
    }

    [Theory]
    [InlineData("is no address", "--upload-pack=touch ran", "x")]
    [InlineData("cannot be read as a git repository", "ext::sh -c touch% ran", "x")]
    [InlineData("with a password, which would stand", "https://me:secret@example.invalid/r.git", "x")]
    [InlineData("has no branch, tag or commit", "", "data/x.csv", "--rev=--output=ran")]
    [InlineData("has no branch, tag or commit", "", "data/x.csv", "--rev=nothing")]
    [InlineData("is no path", "", "../other")]
    [InlineData("is no path", "", ".git/config")]
    [InlineData("neither git nor a pointer", "", "nothing")]
    [InlineData("has no 'nothing'", "", "data/set/nothing")]
    [InlineData("is a link", "", "links")]
    [InlineData("belongs to DVC or git", "", "data/x.csv", "-o=.git/hooks")]
    [InlineData("lies outside the repository", "", "data/x.csv", "-o=../x.csv")]
    public async Task WhatIsHostileIsRefused(string problem, string source, string path, string option = "--rev=main")
    {
        File.CreateSymbolicLink(_other.Folder.Write("links/a", "").Replace("/a", "/b", StringComparison.Ordinal), "/etc/passwd");
        _other.Commit("links");
        Assert.Contains(problem, await Fails("import", option, "--", source.Length == 0 ? Url : source, path));
        Assert.Equal([".dvc", ".dvcignore", ".git"], Directory.GetFileSystemEntries(_repository.Folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task HooksAndFiltersOfTheOtherRepositoryDoNotRun()
    {
        var ran = _repository.PathOf("ran");
        _other.Folder.Write("code/.gitattributes", "* filter=evil\n");
        _other.Commit("evil");
        foreach (var hook in (string[])["post-checkout", "post-upload-pack", "pre-receive", "reference-transaction"])
        {
            _other.Folder.Write(".git/hooks/" + hook, $"#!/bin/sh\ntouch '{ran}'\n");
            MakeExecutable(_other.PathOf(".git/hooks/" + hook));
        }

        GitCommand.Run(Url, "config", "filter.evil.smudge", $"touch '{ran}'");
        GitCommand.Run(Url, "config", "uploadpack.packObjectsHook", $"touch '{ran}'; git pack-objects");
        await Succeeds("import", Url, "code");
        Assert.False(File.Exists(ran));
    }

    [Theory]
    [InlineData("s3://b/p", "endpointurl = {0}", false)]
    [InlineData("s3://b/p", "endpointurl = {0}", true)]
    [InlineData("gs://b/p", "endpointurl = {0}", false)]
    [InlineData("azure://c/p", "account_name = {0}/a", false)]
    public async Task AServerThatTheOtherRepositoryNamesIsNotToldWhoAsks(string address, string server, bool isOurs)
    {
        using var elsewhere = new Remotes.WebServer(static _ => (404, ""));
        var keys = _repository.Folder.Write("keys.json", """{"type":"authorized_user","client_id":"c","client_secret":"s","refresh_token":"r"}""");
        _other.Folder.Write(".dvc/config", $"[core]\n    remote = store\n['remote \"store\"']\n    url = {address}\n    {string.Format(System.Globalization.CultureInfo.InvariantCulture, server, elsewhere.Address)}\n    credentialpath = {keys}\n    profile = mine\n");
        Directory.Delete(_other.PathOf(".dvc/cache"), recursive: true);
        _other.Commit("evil");
        if (isOurs)
        {
            _repository.Configure($"['remote \"known\"']\n    url = s3://other\n    endpointurl = {elsewhere.Address}\n");
        }

        var environment = new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = "KEYID",
            ["AWS_SECRET_ACCESS_KEY"] = "secret",
            ["AWS_SESSION_TOKEN"] = "TOKEN",
            ["AZURE_STORAGE_SAS_TOKEN"] = "sv=1&sig=TOKEN",
            ["GOOGLE_APPLICATION_CREDENTIALS"] = keys,
        };
        var (exit, _, _) = await MlopsCommand.RunAsync(_repository.Folder.Root, environment, "data", "import", "file://" + Url, "data/x.csv");
        Assert.Equal(3, exit);
        Assert.NotEmpty(elsewhere.Requests);
        Assert.Equal(isOurs, elsewhere.Requests.Any(static request => request.Headers["Authorization"] is not null || request.Headers["x-amz-security-token"] is not null || request.PathAndQuery.Contains("TOKEN", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnAddressFromElsewhereDoesNotNameFoldersOfThisMachine()
    {
        await MlopsCommand.RunAsync(Url, "data", "push");
        Assert.Contains("is a folder of the machine that it was made on", await Fails("import", "file://" + Url, "data/x.csv"));
        await Succeeds("import", "file://" + Url, "code/readme.txt"); // git alone has it.
    }

    [Fact]
    public async Task AsImportUrlAPathIsAPath()
    {
        await Succeeds("import-url", _other.PathOf("data"), "here");
        Assert.Equal("first", _repository.Read("here/x.csv"));
        await Succeeds("import", _other.PathOf("data/x.csv"), "there.csv");
        Assert.Equal("first", _repository.Read("there.csv"));
    }

    public void Dispose()
    {
        _repository.Dispose();
        _other.Dispose();
    }

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task<string> Succeeds(params string[] words)
    {
        var (exit, output, error) = await MlopsCommand.RunAsync(_repository.Folder.Root, ["data", .. words]);
        Assert.True(exit == 0, error);
        return output;
    }

    private async Task<string> Fails(string verb, params string[] words)
    {
        var (exit, output, error) = await MlopsCommand.RunAsync(_repository.Folder.Root, ["data", verb, "--json", .. words]);
        Assert.Equal(3, exit);
        using var document = JsonDocument.Parse(output);
        return error;
    }
}
