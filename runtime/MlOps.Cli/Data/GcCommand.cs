using System.CommandLine;
using System.Text.Json;
using MlOps.Data;
using MlOps.Store;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data gc</c>.</summary>
internal static class GcCommand
{
    public static Command Create()
    {
        // DVC's words for what is kept at least; here that is always the workspace, the branches and the tags.
        var workspace = Known("--workspace", "-w");
        var branches = Known("--all-branches", "-a");
        var tags = Known("--all-tags", "-T");
        var commits = new Option<bool>("--all-commits", "-A") { Description = "Keep what any commit needs, not only the last of each branch and tag." };
        var projects = new Option<string[]>("--projects", "-p") { Description = "Other repositories that use the same cache.", AllowMultipleArgumentsPerToken = true };
        var history = new Option<bool>("--forget-history") { Description = "Remove what only branches and tags need, too." };
        var runs = new Option<bool>("--forget-runs") { Description = "Remove what only recorded runs need, too." };
        var force = DataOptions.Force("Remove; without it nothing is removed, only told.");
        var dry = new Option<bool>("--dry") { Description = "Remove nothing, as without --force." };
        var cloud = new Option<bool>("--cloud", "-c") { Description = "Of remotes nothing is ever removed. Known because DVC has it." };
        var quiet = DataOptions.Quiet();
        var json = DataOptions.Json();
        var command = new Command("gc", "Remove from the cache what neither the workspace, a branch, a tag nor a recorded run needs. Without -f it only tells what would go.")
        {
            workspace, branches, tags, commits, projects, history, runs, force, dry, cloud, quiet, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(cloud))
            {
                result.AddError("--cloud cannot be had: others may need what a remote holds, so that nothing is removed there. Leave it out to collect the cache alone.");
            }
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var isKept = repository.HasGit && !parsed.GetValue(history);
            var scope = new GcScope
            {
                Branches = isKept,
                Tags = isKept,
                Commits = repository.HasGit && parsed.GetValue(commits),
                Projects = parsed.GetValue(projects) ?? [],
                Digests = parsed.GetValue(runs) ? [] : OfRuns(),
            };
            if (repository.IsCacheShared && scope.Projects.Count == 0)
            {
                Warn(repository);
            }

            var found = CacheCollector.Run(repository, scope, isDry: !parsed.GetValue(force) || parsed.GetValue(dry), cancellationToken);
            if (parsed.GetValue(json))
            {
                WriteJson(Console.OpenStandardOutput(), found);
            }
            else if (!parsed.GetValue(quiet))
            {
                Console.WriteLine(found.IsDry
                    ? $"Would remove {Words.Count(found.Removed, "object")}, {Words.Bytes(found.RemovedBytes)}, and keep {found.Kept}, {Words.Bytes(found.KeptBytes)}.{(found.Removed > 0 ? " Next: the same with --force." : "")}"
                    : $"Removed {Words.Count(found.Removed, "object")}, {Words.Bytes(found.RemovedBytes)}, and kept {found.Kept}, {Words.Bytes(found.KeptBytes)}.");
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Warn(DvcRepository repository) => Console.Error.WriteLine(
        $"mlops: other repositories may use the cache '{TerminalText.Of(repository.Cache.Folder)}' too: name them with --projects, or what they need is removed.");

    private static Option<bool> Known(string name, string shortName) => new(name, shortName) { Description = "Kept anyway. Known because DVC has it." };

    private static IReadOnlyCollection<string> OfRuns()
    {
        var location = StoreLocation.Resolve();
        if (!File.Exists(location.DatabasePath))
        {
            return [];
        }

        using var reader = RunReader.Open(location);
        return reader.InputDigests();
    }

    private static void WriteJson(Stream output, CollectedCache found)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteBoolean("dry", found.IsDry);
        writer.WriteNumber("removed", found.Removed);
        writer.WriteNumber("removed_bytes", found.RemovedBytes);
        writer.WriteNumber("kept", found.Kept);
        writer.WriteNumber("kept_bytes", found.KeptBytes);
        writer.WriteEndObject();
    }
}
