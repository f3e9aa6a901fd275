using System.CommandLine;
using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data move</c> and <c>mlops data remove</c>.</summary>
internal static class MoveCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "A data set or its pointer." };
        var destination = new Argument<string>("destination") { Description = "The new path, or a folder to move it into." };
        var json = DataOptions.Json();
        var command = new Command("move", "Rename a data set with its pointer and its line in .gitignore.") { source, destination, json };
        command.Aliases.Add("mv");
        command.SetAction((parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var path = DatasetMover.Move(repository, parsed.GetValue(source)!, parsed.GetValue(destination)!, cancellationToken);
            Print([path], "path", parsed.GetValue(json), $"Moved to {TerminalText.Of(path)}. Next: commit its pointer and .gitignore.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    public static Command CreateRemove()
    {
        var targets = DataOptions.Targets("Data sets or their pointers.");
        targets.Arity = ArgumentArity.OneOrMore;
        var outs = new Option<bool>("--outs") { Description = "Delete their files, too." };
        var force = DataOptions.Force("With --outs: even files that the cache does not have.");
        var json = DataOptions.Json();
        var command = new Command("remove", "Take data sets out of version control. The cache keeps what it has of them.") { targets, outs, force, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var removed = DatasetMover.Remove(repository, parsed.GetValue(targets)!, parsed.GetValue(outs), parsed.GetValue(force), cancellationToken);
            Print(removed, "removed", parsed.GetValue(json), $"Removed {string.Join(", ", removed.Select(TerminalText.Of))}. Next: commit, and 'mlops data gc' when no version is needed any more.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Print(IReadOnlyList<string> paths, string name, bool json, string text)
    {
        if (!json)
        {
            Console.WriteLine(text);
            return;
        }

        using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
        writer.WriteStartObject();
        JsonOutput.WriteTexts(writer, name, paths);
        writer.WriteEndObject();
    }
}
