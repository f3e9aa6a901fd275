using System.CommandLine;
using System.Text.Json;
using MlOps.Data.Config;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data config</c>: the settings of DVC, read and written as DVC does.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "The setting, such as core.remote or remote.store.url.", Arity = ArgumentArity.ZeroOrOne };
        var value = new Argument<string?>("VALUE") { Description = "Its new value.", Arity = ArgumentArity.ZeroOrOne };
        var unset = new Option<bool>("--unset", "-u") { Description = "Remove the setting." };
        var list = new Option<bool>("--list", "-l") { Description = "List what is set." };
        var origin = new Option<bool>("--show-origin") { Description = "Say in which file a setting stands." };
        var json = DataOptions.Json();
        var levels = new ConfigOptions();
        var command = new Command("config", "Read or change a setting of the repository, by DVC's names.") { name, value, unset, list, origin, json };
        levels.AddTo(command);
        command.Validators.Add(result =>
        {
            var isList = result.GetValue(list);
            if (isList && (result.GetValue(name) is not null || result.GetValue(unset)))
            {
                result.AddError("--list goes with neither a name nor --unset.");
            }
            else if (!isList && result.GetValue(name) is null)
            {
                result.AddError("name a setting, such as core.remote, or ask for all of them with --list.");
            }
            else if (result.GetValue(unset) && result.GetValue(value) is not null)
            {
                result.AddError("--unset takes no value.");
            }
            else if (result.GetValue(origin) && (result.GetValue(value) is not null || result.GetValue(unset)))
            {
                result.AddError("--show-origin is for reading.");
            }
        });
        command.SetAction(parsed => ConfigOptions.Run(parsed, () =>
        {
            if (parsed.GetValue(list))
            {
                Show([.. levels.Read(parsed).Settings], parsed.GetValue(origin), parsed.GetValue(json), withName: true);
                return;
            }

            var (section, key) = Parse(parsed.GetValue(name)!);
            if (parsed.GetValue(value) is { } written)
            {
                var editor = levels.Edit(parsed);
                editor.Set(section, key, written);
                ConfigOptions.RefuseSecret(key, written, editor, levels.Level(parsed), $"mlops data config --local {parsed.GetValue(name)} VALUE");
                editor.Save();
                if ((section, key) is ("cache", "type"))
                {
                    Console.Error.WriteLine("Data that is there keeps its links; 'mlops data checkout --relink' renews them.");
                }

                Confirm(parsed.GetValue(json), levels.Read(parsed), section, key);
            }
            else if (parsed.GetValue(unset))
            {
                var editor = levels.Edit(parsed);
                editor.Unset(section, key);
                editor.Save();
                Confirm(parsed.GetValue(json), levels.Read(parsed), section, key);
            }
            else
            {
                Show([Find(levels.Read(parsed), section, key)], parsed.GetValue(origin), parsed.GetValue(json), withName: false);
            }
        }));
        return command;
    }

    private static (string Section, string Key) Parse(string name)
    {
        var parts = name.ToLowerInvariant().Split('.');
        return parts switch
        {
            [var section, var key] => (section, key),
            ["remote", .. var remote, var key] => (DvcConfig.SectionOf(string.Join('.', remote)), key),
            _ => throw new ArgumentException($"'{name}' is no setting: they are called section.option, or remote.NAME.option."),
        };
    }

    private static ConfigSetting Find(DvcConfig config, string section, string key) =>
        config.Settings.FirstOrDefault(setting => setting.Section == section && setting.Key == key)
        ?? throw (ConfigSchema.Problem(section, key, value: null, config[section, "url"]) is { } problem
            ? new ArgumentException(problem)
            : new InvalidOperationException($"'{key}' is not set in section '{section}'."));

    // A person sees that nothing went wrong; a program gets what holds now.
    private static void Confirm(bool json, DvcConfig config, string section, string key)
    {
        if (json)
        {
            WriteJson(Console.OpenStandardOutput(), [.. config.Settings.Where(setting => setting.Section == section && setting.Key == key)]);
        }
    }

    private static void Show(ConfigSetting[] settings, bool origin, bool json, bool withName)
    {
        if (json)
        {
            WriteJson(Console.OpenStandardOutput(), settings);
            return;
        }

        foreach (var setting in settings)
        {
            Console.WriteLine(
                (origin ? TerminalText.Of(Path.GetRelativePath(Directory.GetCurrentDirectory(), setting.File)) + "\t" : "")
                + (withName ? TerminalText.Of(setting.Name) + "=" : "")
                + TerminalText.Of(Secrets.Shown(setting.Key, setting.Value)));
        }
    }

    private static void WriteJson(Stream output, ConfigSetting[] settings)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartArray();
        foreach (var setting in settings)
        {
            writer.WriteStartObject();
            writer.WriteString("name", setting.Name);
            writer.WriteString("value", Secrets.Shown(setting.Key, setting.Value));
            writer.WriteString("level", setting.Level.ToString().ToLowerInvariant());
            writer.WriteString("file", setting.File);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
