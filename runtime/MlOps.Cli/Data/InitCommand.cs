using System.CommandLine;
using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data init</c>.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var noScm = new Option<bool>("--no-scm") { Description = "For a folder that is in no git repository." };
        var subdir = new Option<bool>("--subdir") { Description = "For a folder below the root of the git repository." };
        var force = DataOptions.Force("Begin anew where there is a .dvc folder; what its cache holds is lost.");
        var quiet = DataOptions.Quiet();
        var json = DataOptions.Json();
        var command = new Command("init", "Make the current folder a DVC repository.") { noScm, subdir, force, quiet, json };
        command.SetAction(parsed =>
        {
            var repository = DvcRepository.Init(
                Directory.GetCurrentDirectory(),
                new InitOptions { NoScm = parsed.GetValue(noScm), Subfolder = parsed.GetValue(subdir), Force = parsed.GetValue(force) });
            if (parsed.GetValue(json))
            {
                using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
                writer.WriteStartObject();
                writer.WriteString("root", repository.Root);
                writer.WriteString("cache", repository.Cache.Folder);
                writer.WriteEndObject();
            }
            else if (!parsed.GetValue(quiet))
            {
                Console.WriteLine($"Made a DVC repository in '{repository.Root}'. Next: 'mlops data add FILE', or name data sets in a project file: <Dataset Include=\"data/iris.csv\" />.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
