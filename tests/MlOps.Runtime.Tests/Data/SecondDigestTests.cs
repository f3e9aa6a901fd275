using System.Security.Cryptography;
using MlOps.Data;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Data;

/// <summary>A SHA-256 beside the MD5, for which two files were made that have the same.</summary>
public sealed class SecondDigestTests : IDisposable
{
    // Wang, Feng, Lai, Yu: Collisions for Hash Functions MD4, MD5, HAVAL-128 and RIPEMD, 2004.
    private static readonly byte[] s_good = Convert.FromHexString(
        "d131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f8955ad340609f4b30283e488832571415a085125e8f7cdc99fd91dbdf280373c5b" +
        "d8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70");

    private static readonly byte[] s_evil = Convert.FromHexString(
        "d131dd02c5e6eec4693d9a0698aff95c2fcab50712467eab4004583eb8fb7f8955ad340609f4b30283e4888325f1415a085125e8f7cdc99fd91dbd7280373c5b" +
        "d8823e3156348f5bae6dacd436c919c6dd53e23487da03fd02396306d248cda0e99f33420f577ee8ce54b67080280d1ec69821bcb6a8839396f965ab6ff72a70");

    private readonly DataRepository _repository = new();

    [Fact]
    public async Task TheTwinOfAnObjectIsFoundByItsSecondDigestOnly()
    {
        await File.WriteAllBytesAsync(_repository.PathOf("plain.bin"), s_good, DataRepository.Token);
        await RunAsync(0, "add", "plain.bin");
        Replace(s_evil);
        await RunAsync(0, "verify");

        Replace(s_good);
        await RunAsync(0, "add", "--sha256", "plain.bin");
        await RunAsync(0, "verify");
        Replace(s_evil);
        Assert.Contains($"plain.bin is sha256 {Sha(s_evil)}, put aside", await RunAsync(1, "verify"));
        Assert.Equal(s_good, await File.ReadAllBytesAsync(Object, DataRepository.Token)); // Stored again from the workspace.

        await File.WriteAllBytesAsync(_repository.PathOf("plain.bin"), s_evil, DataRepository.Token);
        Replace(s_evil);
        Assert.DoesNotContain("stored again", await RunAsync(1, "verify"));
        Assert.False(File.Exists(Object)); // The twin in the workspace makes nothing good.
    }

    [Fact]
    public async Task ItStandsWhereDvcKeepsItAndFollowsTheContent()
    {
        _repository.Folder.Write("f.csv", "1\n");
        await RunAsync(0, "add", "--sha256", "f.csv");
        Assert.Equal(
            $"outs:\n- md5: b026324c6904b2a9cb4b88d6d61c81d1\n  size: 2\n  hash: md5\n  path: f.csv\n  meta:\n    mlops:\n      sha256: {Sha("1\n"u8)}\n",
            _repository.Read("f.csv.dvc"));
        var written = File.GetLastWriteTimeUtc(_repository.PathOf("f.csv.dvc"));
        Assert.StartsWith("Unchanged", await RunAsync(0, "add", "--sha256", "f.csv"));
        await RunAsync(0, "add", "f.csv");
        Assert.Equal(written, File.GetLastWriteTimeUtc(_repository.PathOf("f.csv.dvc")));

        _repository.Folder.Write("f.csv", "2\n");
        await RunAsync(0, "commit");
        Assert.Contains($"sha256: {Sha("2\n"u8)}\n", _repository.Read("f.csv.dvc"));
    }

    [Theory]
    [InlineData("outs:\n- md5: b026324c6904b2a9cb4b88d6d61c81d1\n  size: 2\n  path: f\n  hash: md5\n", "")]
    [InlineData("outs:\n-   md5: b026324c6904b2a9cb4b88d6d61c81d1 # mine\n    size: 2\n    path: f\n    hash: md5\n    meta:\n        team: a\n    desc: d\n", "team: a")]
    [InlineData("outs:\n- md5: b026324c6904b2a9cb4b88d6d61c81d1\n  size: 2\n  path: f\n  hash: md5\n  meta:\n    mlops:\n      note: n\n", "note: n")]
    [InlineData("outs: [{md5: b026324c6904b2a9cb4b88d6d61c81d1, size: 2, path: f, hash: md5}]\n", "")]
    [InlineData("outs: [{md5: b026324c6904b2a9cb4b88d6d61c81d1, size: 2, path: f, hash: md5, meta: {team: a}}]\n", "team: a")]
    public async Task ItGoesIntoAPointerOfAnyStyle(string text, string kept)
    {
        _repository.Folder.Write("f", "1\n");
        _repository.Folder.Write("f.dvc", text);
        await RunAsync(0, "add", "--sha256", "f");
        var output = DvcPointer.Read(_repository.PathOf("f.dvc")).Outputs[0];
        Assert.Equal((Sha("1\n"u8), "b026324c6904b2a9cb4b88d6d61c81d1"), (output.Sha256, output.Md5));
        Assert.Contains(kept, _repository.Read("f.dvc"));
        Assert.Equal(text.Contains("# mine", StringComparison.Ordinal), _repository.Read("f.dvc").Contains("# mine", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIsInItsPlaceIsNotOverwritten()
    {
        _repository.Folder.Write("f", "1\n");
        var text = "outs:\n- md5: b026324c6904b2a9cb4b88d6d61c81d1\n  size: 2\n  path: f\n  hash: md5\n  meta: words\n";
        _repository.Folder.Write("f.dvc", text);
        await RunAsync(3, "add", "--sha256", "f");
        Assert.Equal(text, _repository.Read("f.dvc"));
    }

    [Fact]
    public async Task AFolderHasNone()
    {
        _repository.Folder.Write("d/f", "1\n");
        await RunAsync(3, "add", "--sha256", "d");
        Assert.False(File.Exists(_repository.PathOf("d.dvc")));
    }

    public void Dispose() => _repository.Dispose();

    private string Object => _repository.Dvc.Cache.PathOf("79054025255fb1a26e4bc422aef54eb4", isLegacy: false);

    private static string Sha(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private void Replace(byte[] content)
    {
        if (File.Exists(Object))
        {
            File.SetAttributes(Object, FileAttributes.Normal);
        }

        File.WriteAllBytes(Object, content);
        File.SetAttributes(Object, FileAttributes.ReadOnly);
    }

    private async Task<string> RunAsync(int exit, params string[] arguments)
    {
        var (found, output, error) = await MlopsCommand.RunAsync(_repository.Folder.Root, ["data", .. arguments]);
        Assert.True(found == exit, $"{found}: {error}{output}");
        return output;
    }
}
