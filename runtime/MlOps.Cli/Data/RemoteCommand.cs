using System.CommandLine;
using System.Text.Json;
using MlOps.Data.Config;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data remote</c>: where data goes and comes from, configured as DVC does.</summary>
internal static class RemoteCommand
{
    public static Command Create() => new("remote", "Add, list and change remotes: the places that data is pushed to and fetched from.")
    {
        Add(), List(), Modify(), Remove(), Rename(), Default(),
    };

    private static Command Add()
    {
        var name = new Argument<string>("NAME") { Description = "What to call it." };
        var url = new Argument<string>("URL") { Description = "A folder, s3://bucket/path, ssh://host/path or https://host/path." };
        var isDefault = new Option<bool>("--default", "-d") { Description = "Use it where no remote is named." };
        var force = new Option<bool>("--force", "-f") { Description = "Replace a remote of this name." };
        return Editing("add", "Add a remote.", [name, url], [isDefault, force], (parsed, editor, levels) =>
        {
            var remote = parsed.GetValue(name)!.ToLowerInvariant();
            if (remote.Length == 0 || remote.AsSpan().ContainsAny('"', '\'', '\n'))
            {
                throw new ArgumentException($"'{remote}' cannot be the name of a remote: it is empty, or has quotes or a line end in it.");
            }

            var section = DvcConfig.SectionOf(remote);
            if (editor.Has(section) && !parsed.GetValue(force))
            {
                throw new InvalidOperationException($"remote '{remote}' exists already: change it with 'mlops data remote modify {remote} url URL', or replace it with --force.");
            }

            editor.Remove(section);
            editor.Set(section, "url", parsed.GetValue(url)!);
            ConfigOptions.RefuseSecret("url", parsed.GetValue(url)!, editor, levels.Level(parsed), $"mlops data remote add --local {remote} URL");
            if (parsed.GetValue(isDefault))
            {
                Say(parsed, $"Setting '{TerminalText.Of(remote)}' as a default remote.");
                editor.Set("core", "remote", remote);
            }
        });
    }

    private static Command Modify()
    {
        var name = new Argument<string>("NAME") { Description = "The remote." };
        var option = new Argument<string>("OPTION") { Description = "What to change, such as url, endpointurl, region, profile, user or port." };
        var value = new Argument<string?>("VALUE") { Description = "Its new value.", Arity = ArgumentArity.ZeroOrOne };
        var unset = new Option<bool>("--unset", "-u") { Description = "Remove the option." };
        return Editing("modify", "Change an option of a remote.", [name, option, value], [unset], (parsed, editor, levels) =>
        {
            var key = parsed.GetValue(option)!.ToLowerInvariant();
            var section = Existing(parsed.GetValue(name)!);
            if (parsed.GetValue(unset))
            {
                editor.Unset(section, key);
            }
            else
            {
                var written = parsed.GetValue(value) ?? throw new ArgumentException($"give '{key}' a value, or remove it with --unset.");
                editor.Set(section, key, written);
                ConfigOptions.RefuseSecret(key, written, editor, levels.Level(parsed), $"mlops data remote modify --local {parsed.GetValue(name)} {key} VALUE");
            }
        });
    }

    private static Command Remove()
    {
        var name = new Argument<string>("NAME") { Description = "The remote." };
        return Editing("remove", "Remove a remote from the settings. Nothing that it holds is touched.", [name], [], (parsed, editor, _) =>
        {
            var remote = parsed.GetValue(name)!.ToLowerInvariant();
            var section = DvcConfig.SectionOf(remote);
            if (!editor.Has(section))
            {
                throw new InvalidOperationException($"there is no remote '{remote}' in '{editor.File}'.");
            }

            editor.Remove(section);
            if (string.Equals(editor.Get("core", "remote"), remote, StringComparison.OrdinalIgnoreCase))
            {
                editor.Unset("core", "remote");
            }
        });
    }

    private static Command Rename()
    {
        var name = new Argument<string>("NAME") { Description = "The remote." };
        var renamed = new Argument<string>("NEW") { Description = "What to call it." };
        return Editing("rename", "Give a remote another name.", [name, renamed], [], (parsed, editor, _) =>
        {
            var (from, to) = (parsed.GetValue(name)!.ToLowerInvariant(), parsed.GetValue(renamed)!.ToLowerInvariant());
            if (!editor.Has(DvcConfig.SectionOf(from)))
            {
                throw new InvalidOperationException($"there is no remote '{from}' in '{editor.File}'.");
            }

            if (editor.Has(DvcConfig.SectionOf(to)))
            {
                throw new InvalidOperationException($"there is a remote '{to}' already.");
            }

            editor.Rename(DvcConfig.SectionOf(from), DvcConfig.SectionOf(to));
            if (string.Equals(editor.Get("core", "remote"), from, StringComparison.OrdinalIgnoreCase))
            {
                editor.Set("core", "remote", to);
            }
        });
    }

    private static Command Default()
    {
        var name = new Argument<string?>("NAME") { Description = "The remote.", Arity = ArgumentArity.ZeroOrOne };
        var unset = new Option<bool>("--unset", "-u") { Description = "Have no default remote." };
        return Editing("default", "Show or set the remote that is meant where none is named.", [name], [unset], (parsed, editor, _) =>
        {
            if (parsed.GetValue(unset))
            {
                editor.Unset("core", "remote");
            }
            else if (parsed.GetValue(name) is { } remote)
            {
                Existing(remote);
                editor.Set("core", "remote", remote.ToLowerInvariant());
            }
            else
            {
                Say(parsed, DvcConfig.Read(ConfigOptions.DvcFolder()).DefaultRemote is { } current ? TerminalText.Of(current) : "No default remote set");
            }
        });
    }

    private static Command List()
    {
        var json = DataOptions.Json();
        var levels = new ConfigOptions();
        var command = new Command("list", "List the remotes.") { json };
        levels.AddTo(command);
        command.SetAction(parsed =>
        {
            var config = levels.Read(parsed);
            if (parsed.GetValue(json))
            {
                WriteJson(Console.OpenStandardOutput(), config);
                return;
            }

            var remotes = Remotes(config);

            var width = remotes.Select(static remote => remote.Name.Length).DefaultIfEmpty().Max();
            foreach (var remote in remotes)
            {
                Console.WriteLine(
                    $"{TerminalText.Of(remote.Name).PadRight(width)}   {TerminalText.Of(Secrets.WithoutPassword(remote.Url!))}" +
                    (remote.Name == config.DefaultRemote ? "  (default)" : ""));
            }
        });
        return command;
    }

    private static RemoteSettings[] Remotes(DvcConfig config) => [.. config.Remotes.Where(static remote => remote.Url is not null)];

    private static void WriteJson(Stream output, DvcConfig config)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartArray();
        foreach (var remote in Remotes(config))
        {
            writer.WriteStartObject();
            writer.WriteString("name", remote.Name);
            writer.WriteString("url", Secrets.WithoutPassword(remote.Url!));
            writer.WriteBoolean("default", remote.Name == config.DefaultRemote);
            writer.WriteStartObject("options");
            foreach (var (option, value) in remote.Options.Where(static option => option.Key != "url"))
            {
                writer.WriteString(option, Secrets.Shown(option, value));
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Say(ParseResult parsed, string text)
    {
        if (!parsed.GetValue<bool>("--json"))
        {
            Console.WriteLine(text);
        }
    }

    private static string Existing(string name) => DvcConfig.Read(ConfigOptions.DvcFolder()).Remote(name) is not null
        ? DvcConfig.SectionOf(name)
        : throw new InvalidOperationException($"there is no remote '{name}': 'mlops data remote list' shows which there are.");

    private static Command Editing(
        string verb, string description, Argument[] arguments, Option[] options, Action<ParseResult, ConfigEditor, ConfigOptions> edit)
    {
        var command = new Command(verb, description);
        var levels = new ConfigOptions();
        foreach (var argument in arguments)
        {
            command.Arguments.Add(argument);
        }

        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        var json = DataOptions.Json();
        command.Options.Add(json);
        levels.AddTo(command);
        command.SetAction(parsed => ConfigOptions.Run(parsed, () =>
        {
            var editor = levels.Edit(parsed);
            edit(parsed, editor, levels);
            editor.Save();
            // What holds now, as 'list' has it.
            if (parsed.GetValue(json))
            {
                WriteJson(Console.OpenStandardOutput(), DvcConfig.Read(ConfigOptions.DvcFolder()));
            }
        }));
        return command;
    }
}
