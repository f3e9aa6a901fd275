using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Data;

/// <summary>
/// Gives <c>mlops data</c> the commands that the real DVC was given, and compares what both leave behind: pointers,
/// <c>.gitignore</c> files, every file of the cache with its mode, what lies in the workspace, and what <c>status</c> says.
/// </summary>
public sealed class DvcReplayTests
{
    // What we do otherwise on purpose; each has a test of its own.
    private static readonly HashSet<string> s_otherwise =
    [
        "add_dir_dvcignore", // A nested .dvc folder: DVC records an empty data set without a word.
        "add_dir_broken_symlink", "add_nonutf8_name", // Names that cannot be made here, or by this test.
        "status_same_size_same_mtime_edit", // DVC does not see the change.
        "remote_corrupt_cache", // DVC checks the damaged object out.
        "remote_run_cache_push", // Pipelines.
        "add_large_file_ints", // 3 GiB.
        "two_stage", // Pipelines.
        "remote_pull_missing", // That the cache was deleted was not recorded.
        "legacy_dvc2_dir", // What its cache held was not recorded.
    ];

    // DVC replaces data files by copies, with another mode and without links; we leave them alone. And where a reflink does not
    // work it copies the files of folders, whatever else cache.type says.
    private static readonly HashSet<string> s_untouched = ["exec_bit", "add_dir_symlinks", "links_cache_type_reflink_hardlink"];

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var group in (string[])["add", "pipeline", "replay"])
        {
            foreach (var name in DvcCase.NamesIn(group).Where(static name => !s_otherwise.Contains(name)))
            {
                cases.Add(group, name);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task TheSameCommandsLeaveTheSameBehind(string group, string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Recorded on Linux: modes and links are others on Windows.");
        using var recorded = DvcCase.Open(group, name);
        var isGit = recorded.Root.GetProperty("scm").GetString() == "git";
        Assert.Equal(0, (await MlopsCommand.RunAsync(recorded.Folder.Root, ["data", "init", "-q", .. isGit ? Array.Empty<string>() : ["--no-scm"]])).Exit);
        foreach (var step in recorded.Steps)
        {
            if (!await Replay(recorded, step, name))
            {
                break;
            }
        }
    }

    // False where DVC does something next that is not about data.
    private static async Task<bool> Replay(DvcCase recorded, JsonElement step, string name)
    {
        if (step.TryGetProperty("argv", out var words))
        {
            return await Run(recorded, step, [.. words.EnumerateArray().Select(static word => word.GetString()!)]);
        }

        if (step.TryGetProperty("snapshot", out var snapshot))
        {
            Compare(recorded, snapshot, isTouched: !s_untouched.Contains(name));
        }
        else if (step.TryGetProperty("write", out var write))
        {
            recorded.Write(write.GetString()!, DvcCase.ContentOf(step));
        }
        else if (step.TryGetProperty("delete", out var delete))
        {
            recorded.Delete(delete.GetString()!);
        }
        else if (step.TryGetProperty("read", out var read))
        {
            Assert.Equal(step.GetProperty("text").GetString(), File.ReadAllText(recorded.PathOf(read.GetString()!)));
        }
        else if (step.TryGetProperty("touch", out var touch))
        {
            File.SetLastWriteTimeUtc(recorded.PathOf(touch.GetString()!), DateTime.UtcNow);
        }
        else if (step.TryGetProperty("cache_object", out var cacheObject))
        {
            Assert.NotEqual("", cacheObject.GetString());
            return false; // Its content was not recorded.
        }
        else
        {
            var tree = step.EnumerateObject().First();
            return tree.Name.EndsWith("_tree", StringComparison.Ordinal)
                && recorded.CompareTree("../" + tree.Name[..^"_tree".Length], tree.Value);
        }

        return true;
    }

    private static async Task<bool> Run(DvcCase recorded, JsonElement step, string[] words)
    {
        if (words[0] == "git")
        {
            var output = GitCommand.Run(recorded.Folder.Root, words[1..]);
            if (words is ["git", "status", ..])
            {
                Assert.Equal(step.GetProperty("stdout").GetString(), output);
            }

            return true;
        }

        if (words is ["dvc", "repro" or "stage" or "cache" or "check-ignore" or "update", ..])
        {
            return false;
        }

        if (words is ["dvc", "data", "status", ..])
        {
            return true;
        }

        if (words is ["dvc", "move", _, var destination] && step.GetProperty("exit").GetInt32() == 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(recorded.PathOf(destination))!); // Done between two commands, and not recorded.
        }

        var (exitCode, json, error) = await MlopsCommand.RunAsync(recorded.Folder.Root, ["data", .. words[1..].Select(word => word.Replace("<ws>", recorded.Folder.Root, StringComparison.Ordinal))]);
        if (words is ["dvc", "status", ..] && step.TryGetProperty("json", out var expected))
        {
            var found = JsonNode.Parse(json)!["dvc"];
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected.GetRawText()), found), $"{string.Join(' ', words)}: expected {expected.GetRawText()}, found {found?.ToJsonString()}");
            Assert.Equal(expected.EnumerateObject().Any() ? 1 : 0, exitCode);
        }
        else if (words is not ["dvc", "status", ..])
        {
            Assert.True(step.GetProperty("exit").GetInt32() == 0 == (exitCode == 0), string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', words)} ended with {exitCode}: {json}{error}"));
        }

        return true;
    }

    private static void Compare(DvcCase recorded, JsonElement snapshot, bool isTouched)
    {
        Assert.Equal(DvcCase.Metafiles(snapshot), recorded.Metafiles());
        Assert.Equal(DvcCase.Cache(snapshot), recorded.Cache());
        if (isTouched)
        {
            Assert.Equal(recorded.Workspace(snapshot), recorded.Workspace());
        }
    }
}
