using System.CommandLine;
using System.Text.Json;
using MlOps.Data.Links;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data unprotect</c>.</summary>
internal static class UnprotectCommand
{
    public static Command Create()
    {
        var targets = DataOptions.Targets("Data files and folders to unprotect.");
        targets.Arity = ArgumentArity.OneOrMore;
        var json = DataOptions.Json();
        var command = new Command("unprotect", "Make data that is linked to the cache files of their own, which may be edited (when cache.type asks for hardlinks or symlinks).") { targets, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var released = parsed.GetValue(targets)!.Sum(target => Unprotection.Run(repository, target, cancellationToken));
            if (parsed.GetValue(json))
            {
                using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
                writer.WriteStartObject();
                writer.WriteNumber("files", released);
                writer.WriteEndObject();
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
