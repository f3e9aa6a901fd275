using System.CommandLine;
using MlOps.Data;
using MlOps.Data.Config;

namespace MlOps.Cli.Data;

/// <summary>Which file of settings a command is about: <c>--local</c>, <c>--project</c>, <c>--global</c> or <c>--system</c>.</summary>
internal sealed class ConfigOptions
{
    private readonly (Option<bool> Option, ConfigLevel Level)[] _levels =
    [
        (new("--local") { Description = "The settings of this checkout, .dvc/config.local, which is not committed." }, ConfigLevel.Local),
        (new("--project") { Description = "The settings of the repository, .dvc/config. The default for writing." }, ConfigLevel.Project),
        (new("--global") { Description = "The settings of the user." }, ConfigLevel.Global),
        (new("--system") { Description = "The settings of the machine." }, ConfigLevel.System),
    ];

    public void AddTo(Command command)
    {
        foreach (var (option, _) in _levels)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (_levels.Count(level => result.GetValue(level.Option)) > 1)
            {
                result.AddError("only one of --local, --project, --global and --system can be meant.");
            }
        });
    }

    /// <returns>Null when none was named.</returns>
    public ConfigLevel? Level(ParseResult parsed) =>
        _levels.Where(level => parsed.GetValue(level.Option)).Select(static level => (ConfigLevel?)level.Level).FirstOrDefault();

    public ConfigEditor Edit(ParseResult parsed) =>
        new(DvcFolder(), Level(parsed) ?? ConfigLevel.Project, Directory.GetCurrentDirectory());

    public DvcConfig Read(ParseResult parsed) => Level(parsed) is { } level ? DvcConfig.Read(DvcFolder(), level) : DvcConfig.Read(DvcFolder());

    public static string? DvcFolder() =>
        DvcRepository.RootAbove(Directory.GetCurrentDirectory()) is { } root ? Path.Combine(root, ".dvc") : null;

    /// <summary>Runs an action whose arguments may turn out wrong only when they are looked at.</summary>
    public static int Run(ParseResult parsed, Action action)
    {
        try
        {
            action();
            return ExitCode.Done;
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException and not DvcFormatException)
        {
            return Failure.Tell(parsed, problem, ExitCode.Usage);
        }
    }

    /// <summary>Refuses a secret in a file that is committed.</summary>
    /// <param name="option">The option.</param>
    /// <param name="value">Its value.</param>
    /// <param name="editor">What would write it.</param>
    /// <param name="level">The level that was asked for.</param>
    /// <param name="instead">What to type.</param>
    /// <exception cref="DataOperationException">It is one.</exception>
    public static void RefuseSecret(string option, string value, ConfigEditor editor, ConfigLevel? level, string instead)
    {
        if ((level ?? ConfigLevel.Project) == ConfigLevel.Project && (Secrets.IsSecret(option) || Secrets.WithoutPassword(value) != value))
        {
            throw new DataOperationException(
                editor.File,
                $"{(Secrets.IsSecret(option) ? $"'{option}' is a secret" : $"'{Secrets.WithoutPassword(value)}' has a password in it")}, and '{editor.File}' is committed: '{instead}' keeps it on this machine.");
        }
    }
}
