using System.Text.Json;
using MlOps.Data;
using MlOps.Data.Remotes;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Data.Transfer;

/// <summary>Pushing to a folder and fetching from it.</summary>
public sealed class LocalTransferTests : IDisposable
{
    private readonly DataFolder _data = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheRecordedPushesAndStatusesAreOurs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The recorded modes are those of Linux.");
        using var recorded = DvcCase.Open("replay", "remote_local_remote");
        var compared = 0;
        foreach (var step in recorded.Steps)
        {
            if (step.TryGetProperty("argv", out var argv))
            {
                compared += await ReplayAsync(recorded, step, [.. argv.EnumerateArray().Skip(1).Select(static word => word.GetString()!)]) ? 1 : 0;
            }
            else if (step.TryGetProperty("delete", out var path))
            {
                if (Directory.Exists(recorded.PathOf(path.GetString()!)))
                {
                    Directory.Delete(recorded.PathOf(path.GetString()!), recursive: true);
                }
            }
            else if (step.TryGetProperty("snapshot", out var snapshot) && snapshot.GetProperty("label").GetString() == "after pull")
            {
                var fetched = await DatasetTransfer.FetchAsync(Repository(recorded), cancellationToken: Token);
                Assert.Equal((5, 0, 0), (fetched.Count, fetched.Missing.Count, fetched.Failed.Count)); // The list came with the status.
                Assert.Equal(DvcCase.Cache(snapshot), recorded.Cache().Where(static file => !file.StartsWith("mlops/", StringComparison.Ordinal)));
                compared++;
                break; // What follows is about adding.
            }
            else if (step.TryGetProperty("remote_tree", out var tree))
            {
                var expected = tree.EnumerateArray().Select(static file => $"{file.GetProperty("path").GetString()} {file.GetProperty("md5").GetString()}");
                Assert.Equal(expected.Order(StringComparer.Ordinal), DataFolder.Objects(Remote(recorded)));
                Assert.All(Directory.GetFiles(Remote(recorded), "*", SearchOption.AllDirectories), static file => Assert.True(new FileInfo(file).IsReadOnly, file));
                compared++;
            }
        }

        Directory.Delete(Remote(recorded), recursive: true);
        Assert.Equal(7, compared);
    }

    [Fact]
    public async Task WhatNeitherSideHasIsNamedAndExitsWithOne()
    {
        _data.Add("f.txt", "one\n");
        _data.ForgetCache();

        var (exit, output, error) = await MlopsCommand.RunAsync(_data.Root, "data", "fetch");
        Assert.Equal((1, "0 files fetched\n"), (exit, output));
        Assert.Contains("f.txt (md5 5bbf5a52328e7439ae6e719dfe712200)", error);
        (exit, output, _) = await MlopsCommand.RunAsync(_data.Root, "data", "push", "--json");
        using var document = JsonDocument.Parse(output);
        Assert.Equal(1, exit);
        Assert.Equal("f.txt", document.RootElement.GetProperty("missing")[0].GetProperty("path").GetString());
        Assert.Equal(RemoteState.Missing, (await DatasetTransfer.CompareAsync(_data.Repository, cancellationToken: Token))["f.txt"]);
    }

    [Fact]
    public async Task OneObjectThatLiesAndItsListStayBehindAndTheRestIsPushed()
    {
        var list = _data.AddFolder("d", ("a", "aaa"), ("b", "bbb"));
        var good = _data.Add("good", "good");
        await File.WriteAllTextAsync(_data.Repository.Cache.PathOf("47bce5c74f589f4867dbd57e9ca9f808", isLegacy: false), "AAA", Token);

        var (exit, output, error) = await MlopsCommand.RunAsync(_data.Root, "data", "push");

        Assert.Equal((3, "2 files pushed\n"), (exit, output));
        Assert.Contains("d/a (md5 47bce5c74f589f4867dbd57e9ca9f808)", error);
        Assert.Contains("mlops data verify", error);
        Assert.DoesNotContain(DataFolder.Objects(_data.RemoteFolder), found => found.Contains(list[2..], StringComparison.Ordinal));
        Assert.Contains(DataFolder.Objects(_data.RemoteFolder), found => found.EndsWith(good, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatAPushThatWasKilledLeftIsTakenAwayADayLater()
    {
        var md5 = _data.Add("f", "content");
        var place = Directory.CreateDirectory(Path.Combine(_data.RemoteFolder, "files", "md5", md5[..2])).FullName;
        foreach (var (name, age) in ((string, int)[])[(".mlops-old.tmp", 25), (".mlops-young.tmp", 1), ("theirs.tmp", 25)])
        {
            await File.WriteAllTextAsync(Path.Combine(place, name), "cont", Token);
            File.SetLastWriteTimeUtc(Path.Combine(place, name), DateTime.UtcNow.AddHours(-age));
        }

        Assert.Equal(1, (await DatasetTransfer.PushAsync(_data.Repository, cancellationToken: Token)).Count);
        Assert.Equal([".mlops-young.tmp", md5[2..], "theirs.tmp"], Directory.GetFiles(place).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AnObjectOfTheRemoteThatLiesNeverReachesTheCache()
    {
        var md5 = _data.Add("f", "content");
        await DatasetTransfer.PushAsync(_data.Repository, cancellationToken: Token);
        var there = Path.Combine(_data.RemoteFolder, "files", "md5", md5[..2], md5[2..]);
        File.SetAttributes(there, FileAttributes.Normal);
        await File.WriteAllTextAsync(there, "CONTENT", Token);
        _data.ForgetCache();

        var result = await DatasetTransfer.FetchAsync(_data.Repository, cancellationToken: Token);

        Assert.Equal((0, "f", md5), (result.Count, Assert.Single(result.Failed).Path, result.Failed[0].Md5));
        Assert.Empty(DataFolder.Objects(_data.Repository.Cache.Folder));
        Assert.Empty(Directory.GetFiles(_data.Repository.Cache.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task AnObjectThatWasCutShortInTheRemoteIsSentAgain()
    {
        var md5 = _data.Add("f", "content");
        Directory.CreateDirectory(Path.Combine(_data.RemoteFolder, "files", "md5", md5[..2]));
        await File.WriteAllTextAsync(Path.Combine(_data.RemoteFolder, "files", "md5", md5[..2], md5[2..]), "cont", Token);

        Assert.Equal(1, (await DatasetTransfer.PushAsync(_data.Repository, cancellationToken: Token)).Count);
        Assert.Contains(DataFolder.Objects(_data.RemoteFolder), found => found.EndsWith(md5, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "d/a")]
    [InlineData(2, "d/sub")]
    [InlineData(4, "d")]
    [InlineData(4, "d.dvc")]
    [InlineData(1, "x/one.dvc")]
    [InlineData(1, "x/one")]
    [InlineData(2, "-R", "x")]
    [InlineData(6, "d", "x/one", "x/deep/two")]
    public async Task TargetsArePointersDataFilesInDataAndFolders(int expected, params string[] targets)
    {
        _data.AddFolder("d", ("a", "1"), ("sub/b", "2"), ("sub/c", "3"));
        Directory.CreateDirectory(_data.PathOf("x", "deep"));
        _data.Add("x/one", "one");
        _data.Add("x/deep/two", "two");

        Assert.Equal(
            $"{expected} file{(expected == 1 ? "" : "s")} pushed\n",
            (await MlopsCommand.RunAsync(_data.Root, ["data", "push", .. targets])).Output);
    }

    [Theory]
    [InlineData(3, "is no data set", "nothing")]
    [InlineData(3, "There is no remote 'other'", "-r", "other")]
    public async Task WhatCannotBeMeantIsToldWithTheCure(int exit, string message, params string[] arguments)
    {
        Directory.CreateDirectory(_data.PathOf("x"));
        _data.Add("x/one", "one");

        var (found, output, error) = await MlopsCommand.RunAsync(_data.Root, ["data", "push", .. arguments]);
        Assert.Equal((exit, ""), (found, output));
        Assert.Contains(message, error);
    }

    [Fact]
    public async Task DataOfDvc2KeepsItsOldLayoutBothWays()
    {
        using var recorded = DvcCase.Document("replay", "legacy_dvc2_dir");
        foreach (var input in recorded.RootElement.GetProperty("inputs").EnumerateArray())
        {
            var name = input.GetProperty("path").GetString() == "d/a.txt" ? "1b/5bb282b8f8792875e3c4203cfa9c57" : "e2/c865db4162bed963bfaa9ef6ac18f0";
            Write($".dvc/cache/{name}", DvcCase.ContentOf(input));
        }

        Write(".dvc/cache/1c/09b3a51e046c224ba4541d886cb8fa.dir", """[{"md5": "1b5bb282b8f8792875e3c4203cfa9c57", "relpath": "a.txt"}, {"md5": "e2c865db4162bed963bfaa9ef6ac18f0", "relpath": "b.bin"}]"""u8.ToArray());
        Write("d.dvc", "outs:\n- md5: 1c09b3a51e046c224ba4541d886cb8fa.dir\n  size: 262\n  nfiles: 2\n  path: d\n"u8.ToArray());
        var before = DataFolder.Objects(_data.Repository.Cache.Folder);

        Assert.Equal(3, (await DatasetTransfer.PushAsync(_data.Repository, cancellationToken: Token)).Count);
        Assert.Equal(before, DataFolder.Objects(_data.RemoteFolder));
        _data.ForgetCache();
        Assert.Equal(3, (await DatasetTransfer.FetchAsync(_data.Repository, cancellationToken: Token)).Count);
        Assert.Equal(before, DataFolder.Objects(_data.Repository.Cache.Folder));
    }

    [Fact]
    public async Task TheRunCacheAndTheOutputsOfStagesGoAlong()
    {
        using var recorded = DvcCase.Document("replay", "remote_run_cache_push");
        var after = recorded.RootElement.GetProperty("steps").EnumerateArray().Last().GetProperty("snapshot");
        foreach (var (name, text) in DvcCase.Metafiles(after))
        {
            Write(name, System.Text.Encoding.UTF8.GetBytes(text));
        }

        _data.Add("elsewhere", "i\n");
        File.Delete(_data.PathOf("elsewhere.dvc"));
        var entry = $"runs/e9/e957aff09c7b26d23175002e55b9afc97f4e4ba0b5a54d4683cb21ee116c81cb/{new string('f', 64)}";
        Write($".dvc/cache/{entry}", "cmd: x\n"u8.ToArray());

        Assert.Equal("2 files pushed\n", (await MlopsCommand.RunAsync(_data.Root, "data", "push", "--run-cache")).Output);
        Assert.True(File.Exists(Path.Combine(_data.RemoteFolder, entry)));
        _data.ForgetCache();
        Assert.Equal("2 files fetched\n", (await MlopsCommand.RunAsync(_data.Root, "data", "fetch", "--run-cache")).Output);
        Assert.Equal("cmd: x\n", await File.ReadAllTextAsync(_data.PathOf(".dvc", "cache", entry), Token));
    }

    [Fact]
    public async Task ImportsAndWhatDvcYamlKeepsOutAreNotPushed()
    {
        var md5 = _data.Add("f", "content");
        var pointer = await File.ReadAllTextAsync(_data.PathOf("f.dvc"), Token);
        await File.WriteAllTextAsync(_data.PathOf("f.dvc"), "deps:\n- path: f\n  repo:\n    url: https://example.org\n    rev_lock: abc\n" + pointer, Token);
        Write("dvc.yaml", "stages:\n  s:\n    cmd: x\n    outs:\n    - kept\n    - loose:\n        cache: false\n    metrics:\n    - m.json:\n        cache: false\n"u8.ToArray());
        Write("dvc.lock", "schema: '2.0'\nstages:\n  s:\n    cmd: x\n    outs:\n    - path: loose\n      hash: md5\n      md5: 5bbf5a52328e7439ae6e719dfe712200\n    - path: m.json\n      md5: 5bbf5a52328e7439ae6e719dfe712200\n"u8.ToArray());

        var result = await DatasetTransfer.PushAsync(_data.Repository, cancellationToken: Token);

        Assert.Equal((0, 0), (result.Count, result.Missing.Count));
        Assert.NotEmpty(md5);
    }

    [Fact]
    public async Task AHostileListOfTheRemoteLeadsNowhere()
    {
        var list = """[{"md5": "5bbf5a52328e7439ae6e719dfe712200", "relpath": "../../escape"}]"""u8.ToArray();
        var name = MlOps.Data.Md5.Md5Value.Of(list) + ".dir";
        Write($"remote/files/md5/{name[..2]}/{name[2..]}", list);
        Write("d.dvc", System.Text.Encoding.UTF8.GetBytes($"outs:\n- md5: {name}\n  hash: md5\n  path: d\n"));

        await Assert.ThrowsAsync<DvcFormatException>(() => DatasetTransfer.FetchAsync(_data.Repository, cancellationToken: Token));
    }

    [Fact]
    public void AKindThatIsNotThereIsNamedWithThoseThatAre()
    {
        _data.Configure("url", "oss://bucket/path");
        var problem = Assert.Throws<RemoteException>(() => RemoteKinds.Open(_data.Repository, "store"));
        Assert.Contains("'oss' is no kind that is known", problem.Message);
    }

    public void Dispose() => _data.Dispose();

    private void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_data.PathOf(path))!);
        File.WriteAllBytes(_data.PathOf(path), content);
    }

    private static string Remote(DvcCase recorded) => Path.Combine(Path.GetDirectoryName(recorded.Folder.Root)!, "remote of " + Path.GetFileName(recorded.Folder.Root));

    private static DvcRepository Repository(DvcCase recorded) => DvcRepository.Find(recorded.Folder.Root)!;

    private static async Task<bool> ReplayAsync(DvcCase recorded, JsonElement step, string[] command)
    {
        switch (command)
        {
            case ["add", ..]:
                Prepare(recorded);
                return false;
            case ["remote", "add", ..]:
                Assert.Equal(0, (await MlopsCommand.RunAsync(recorded.Folder.Root, "data", "remote", "add", "-d", "store", "../" + Path.GetFileName(Remote(recorded)))).Exit);
                return false;
            case ["status", "-c", ..]:
                var expected = step.GetProperty("json").EnumerateObject().Select(static state => $"{state.Name} {state.Value.GetString()}").Order(StringComparer.Ordinal);
                var states = await DatasetTransfer.CompareAsync(Repository(recorded), cancellationToken: Token);
                Assert.Equal(expected, states.Select(static state => $"{state.Key} {state.Value.ToString().ToLowerInvariant()}").Order(StringComparer.Ordinal));
                return true;
            case ["push"]:
                var (exit, output, error) = await MlopsCommand.RunAsync(recorded.Folder.Root, "data", "push");
                Assert.Equal((0, step.GetProperty("stdout").GetString(), ""), (exit, output, error));
                return true;
            default:
                return false;
        }
    }

    /// <summary>What <c>add</c> leaves, taken from the record.</summary>
    private static void Prepare(DvcCase recorded)
    {
        var snapshot = recorded.Steps.First(static step => step.TryGetProperty("snapshot", out _)).GetProperty("snapshot");
        foreach (var (name, text) in DvcCase.Metafiles(snapshot))
        {
            recorded.Write(name, System.Text.Encoding.UTF8.GetBytes(text));
        }

        recorded.Write(".dvc/config", []);
        foreach (var input in recorded.Root.GetProperty("inputs").EnumerateArray())
        {
            var md5 = input.GetProperty("md5").GetString()!;
            recorded.Write($".dvc/cache/files/md5/{md5[..2]}/{md5[2..]}", DvcCase.ContentOf(input));
        }

        foreach (var list in snapshot.GetProperty("dir_objects").EnumerateObject())
        {
            recorded.Write(".dvc/cache/" + list.Name, System.Text.Encoding.UTF8.GetBytes(list.Value.GetString()!));
        }
    }
}
