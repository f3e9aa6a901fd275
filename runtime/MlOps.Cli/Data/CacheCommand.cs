using System.CommandLine;
using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data cache</c>, as <c>dvc cache</c>.</summary>
internal static class CacheCommand
{
    public static Command Create() => new("cache", "Look after the cache.") { Dir(), Migrate() };

    private static Command Dir()
    {
        var value = new Argument<string?>("value") { Description = "Path to the cache folder, from the current folder. Without it the folder is shown that is in use.", Arity = ArgumentArity.ZeroOrOne };
        var unset = new Option<bool>("--unset", "-u") { Description = "Unset the option." };
        var json = DataOptions.Json();
        var levels = new ConfigOptions();
        var command = new Command("dir", "Configure where the cache lies.") { value, unset, json };
        levels.AddTo(command);
        command.SetAction(parsed => ConfigOptions.Run(parsed, () =>
        {
            if (parsed.GetValue(value) is { } folder)
            {
                var editor = levels.Edit(parsed);
                editor.Set("cache", "dir", folder);
                editor.Save();
            }
            else if (parsed.GetValue(unset))
            {
                var editor = levels.Edit(parsed);
                editor.Unset("cache", "dir");
                editor.Save();
            }

            var shown = levels.Level(parsed) is null ? DataOptions.Repository().Cache.Folder : levels.Read(parsed)["cache", "dir"];
            if (parsed.GetValue(json))
            {
                using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
                writer.WriteStartObject();
                writer.WriteString("cache", shown);
                writer.WriteEndObject();
            }
            else if (parsed.GetValue(value) is null && !parsed.GetValue(unset))
            {
                Console.WriteLine(shown is null ? throw new InvalidOperationException("'dir' is not set in section 'cache'.") : TerminalText.Of(shown));
            }
        }));
        return command;
    }

    private static Command Migrate()
    {
        var pointers = new Option<bool>("--dvc-files") { Description = "Migrate entries in all existing DVC files in the repository to the DVC 3.0 format." };
        var dry = new Option<bool>("--dry") { Description = "Only print actions which would be taken without actually migrating any data." };
        var json = DataOptions.Json();
        var command = new Command("migrate", "Migrate cached files to the DVC 3.0 cache location. Exits with 1 when some are damaged; these are left.") { pointers, dry, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var found = CacheMigrator.Run(DataOptions.Repository(), parsed.GetValue(pointers), parsed.GetValue(dry), cancellationToken);
            if (parsed.GetValue(json))
            {
                WriteJson(Console.OpenStandardOutput(), found);
            }
            else
            {
                Print(found, parsed.GetValue(pointers));
            }

            return Task.FromResult(found.Damaged.Count == 0 ? ExitCode.Done : ExitCode.No);
        });
        return command;
    }

    // In DVC's words.
    private static void Print(MigratedCache found, bool pointers)
    {
        Console.WriteLine(found.IsDry
            ? $"{Words.Count(found.Objects, "file")} will be re-hashed and migrated to the DVC 3.0 cache location."
            : $"Migrated {Words.Count(found.Objects, "file")} to DVC 3.0 cache location.");
        foreach (var damaged in found.Damaged)
        {
            Console.Error.WriteLine($"mlops: the object {damaged} is damaged and was left: run 'mlops data verify'.");
        }

        foreach (var pointer in found.Pointers)
        {
            Console.WriteLine($"{(found.IsDry ? "Would update" : "Updating")} DVC file '{TerminalText.Of(pointer)}'");
        }

        if (pointers && found.Pointers.Count == 0)
        {
            Console.WriteLine("No DVC files in the repo to migrate to the 3.0 format.");
        }
    }

    private static void WriteJson(Stream output, MigratedCache found)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteBoolean("dry", found.IsDry);
        writer.WriteNumber("migrated", found.Objects);
        foreach (var (name, values) in ((string, IReadOnlyList<string>)[])[("damaged", found.Damaged), ("pointers", found.Pointers)])
        {
            writer.WriteStartArray(name);
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
