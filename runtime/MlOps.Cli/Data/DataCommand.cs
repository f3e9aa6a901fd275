using System.CommandLine;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data</c>: a file for each command.</summary>
internal static class DataCommand
{
    /// <param name="arguments">What was typed behind <c>data</c>.</param>
    public static Command Create(ReadOnlySpan<string> arguments)
    {
        var command = new Command("data", "Version data as DVC does, in its own format.");
        Commands.Add(command, arguments, new Dictionary<string, Func<Command>>(StringComparer.Ordinal)
        {
            ["init"] = InitCommand.Create,
            ["add"] = AddCommand.Create,
            ["status"] = StatusCommand.Create,
            ["diff"] = DiffCommand.Create,
            ["checkout"] = CheckoutCommand.Create,
            ["commit"] = AddCommand.CreateCommit,
            ["move"] = MoveCommand.Create,
            ["remove"] = MoveCommand.CreateRemove,
            ["import"] = ImportCommand.Create,
            ["update"] = ImportCommand.CreateUpdate,
            ["log"] = LogCommand.Create,
            ["get"] = GetCommand.Create,
            ["verify"] = VerifyCommand.Create,
            ["du"] = DuCommand.Create,
            ["gc"] = GcCommand.Create,
            ["cache"] = CacheCommand.Create,
            ["unprotect"] = UnprotectCommand.Create,
            ["check-ignore"] = CheckIgnoreCommand.Create,
            ["config"] = ConfigCommand.Create,
            ["remote"] = RemoteCommand.Create,
            ["push"] = PushCommand.Create,
            ["fetch"] = FetchCommand.Create,
            ["pull"] = PullCommand.Create,
            ["root"] = RootFolderCommand.Create,
            ["version"] = VersionCommand.Create,
        });
        CommonOptions.AddTo(command);
        return command;
    }
}
