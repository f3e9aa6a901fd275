using System.CommandLine;
using System.Text.Json;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data root</c>.</summary>
internal static class RootFolderCommand
{
    public static Command Create()
    {
        var json = DataOptions.Json();
        var command = new Command("root", "Show where the root of the repository is, from the current folder.") { json };
        command.SetAction(parsed =>
        {
            var root = Path.GetRelativePath(Directory.GetCurrentDirectory(), DataOptions.Repository().Root);
            if (parsed.GetValue(json))
            {
                using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
                writer.WriteStartObject();
                writer.WriteString("root", root);
                writer.WriteEndObject();
            }
            else
            {
                Console.WriteLine(TerminalText.Of(root));
            }

            return ExitCode.Done;
        });
        return command;
    }
}
