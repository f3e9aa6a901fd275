using System.CommandLine;

namespace MlOps.Cli.Models;

/// <summary><c>mlops models list|show|alias|tag|register</c>.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "List registered models, show one, set aliases and tags, or register a model of a run.")
    {
        CreateList(), CreateShow(), CreateAlias(), CreateTag(), CreateRegister(),
    };

    private static Command CreateList()
    {
        var containing = new Option<string?>("--containing", "-c") { Description = "Only models whose names contain this." };
        var (json, local) = (JsonOption(), LocalOption());
        var command = new Command("list", "List the registered models.") { containing, json, local };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var registry = Registries.Open(parsed.GetValue(local));
            var models = await registry.ListAsync(parsed.GetValue(containing), cancellationToken).ConfigureAwait(false);
            Print(parsed.GetValue(json), () => ModelsJson.WriteList(Console.OpenStandardOutput(), models), () => ModelsTable.PrintList(Terminal.Console, models));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var model = ModelArgument("model", "A model by its name, or a version of it: NAME/3, NAME@ALIAS or NAME/latest.");
        var (json, local) = (JsonOption(), LocalOption());
        var command = new Command("show", "Show a registered model, or one of its versions.") { model, json, local };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var registry = Registries.Open(parsed.GetValue(local));
            if (VersionReference.Of(parsed.GetRequiredValue(model)) is { } reference)
            {
                var version = await registry.VersionAsync(reference, cancellationToken).ConfigureAwait(false);
                Print(parsed.GetValue(json), () => ModelsJson.WriteVersion(Console.OpenStandardOutput(), version), () => ModelsTable.PrintVersion(Terminal.Console, version));
                return ExitCode.Done;
            }

            var shown = await registry.ModelAsync(parsed.GetRequiredValue(model), cancellationToken).ConfigureAwait(false);
            var versions = await registry.VersionsAsync(shown.Name, cancellationToken).ConfigureAwait(false);
            Print(parsed.GetValue(json), () => ModelsJson.WriteModel(Console.OpenStandardOutput(), shown, versions), () => ModelsTable.PrintModel(Terminal.Console, shown, versions));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateAlias()
    {
        var version = ModelArgument("version", "A version: NAME/3, NAME@ALIAS or NAME/latest. With --delete the name of the model is enough.");
        var alias = new Argument<string>("alias") { Description = "The alias, such as 'champion'." };
        var delete = new Option<bool>("--delete") { Description = "Delete the alias." };
        var local = LocalOption();
        var command = new Command("alias", "Let an alias point at a version.") { version, alias, delete, local };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(delete) && result.GetValue(version) is { } text && VersionReference.Of(text) is null)
            {
                result.AddError($"'{text}' is a model; name a version of it: {text}/3, {text}@ALIAS or {text}/latest.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var registry = Registries.Open(parsed.GetValue(local));
            var (text, name) = (parsed.GetRequiredValue(version), parsed.GetRequiredValue(alias));
            if (parsed.GetValue(delete))
            {
                await registry.DeleteAliasAsync(VersionReference.Of(text)?.Name ?? text, name, cancellationToken).ConfigureAwait(false);
                return ExitCode.Done;
            }

            var target = await registry.VersionAsync(VersionReference.Of(text)!, cancellationToken).ConfigureAwait(false);
            await registry.SetAliasAsync(target.Name, name, target.Version, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"{TerminalText.Of(target.Name)}@{TerminalText.Of(name)} is version {TerminalText.Of(target.Version)}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateTag()
    {
        var model = ModelArgument("model", "A model by its name, or a version of it: NAME/3, NAME@ALIAS or NAME/latest.");
        var key = new Argument<string>("key") { Description = "The name of the tag." };
        var value = new Argument<string?>("value") { Description = "Its value.", Arity = ArgumentArity.ZeroOrOne };
        var delete = new Option<bool>("--delete") { Description = "Delete the tag." };
        var local = LocalOption();
        var command = new Command("tag", "Set a tag of a model or of a version.") { model, key, value, delete, local };
        command.Validators.Add(result =>
        {
            if (result.GetValue(delete) == (result.GetValue(value) is not null))
            {
                result.AddError("Give the tag a value, or --delete.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var registry = Registries.Open(parsed.GetValue(local));
            var text = parsed.GetRequiredValue(model);
            var version = VersionReference.Of(text) is { } reference ? await registry.VersionAsync(reference, cancellationToken).ConfigureAwait(false) : null;
            await registry.SetTagAsync(version?.Name ?? text, version?.Version, parsed.GetRequiredValue(key), parsed.GetValue(value), cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateRegister()
    {
        var run = new Argument<string>("run") { Description = "A run id; of the embedded store also the beginning of one, or 'latest'." };
        var path = new Argument<string>("path") { Description = "The path of the model among the artifacts of the run, such as 'model'." };
        var name = new Option<string>("--as") { Description = "The name of the registered model.", Required = true };
        var description = new Option<string>("--description", "-d") { Description = "What the version is.", DefaultValueFactory = static _ => "" };
        var (json, local) = (JsonOption(), LocalOption());
        var command = new Command("register", "Make a model of a run the next version of a registered model.") { run, path, name, description, json, local };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var registry = Registries.Open(parsed.GetValue(local));
            var version = await registry.RegisterAsync(
                parsed.GetRequiredValue(name), parsed.GetRequiredValue(run), parsed.GetRequiredValue(path).Trim('/'), parsed.GetValue(description)!, cancellationToken).ConfigureAwait(false);
            Print(
                parsed.GetValue(json),
                () => ModelsJson.WriteVersion(Console.OpenStandardOutput(), version),
                () => Console.WriteLine($"{TerminalText.Of(version.Name)} has the version {TerminalText.Of(version.Version)} now."));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(bool isJson, Action json, Action text) => (isJson ? json : text)();

    private static Argument<string> ModelArgument(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (!VersionReference.IsValid(result.GetValueOrDefault<string>()))
            {
                result.AddError($"'{result.GetValueOrDefault<string>()}' is no model and no version of one: write NAME, NAME/3, NAME@ALIAS or NAME/latest.");
            }
        });
        return argument;
    }

    private static Option<bool> JsonOption() => new("--json") { Description = "Print one JSON document and nothing else." };

    private static Option<bool> LocalOption() => new("--local") { Description = "Use the embedded registry, also when the environment names a server." };
}
