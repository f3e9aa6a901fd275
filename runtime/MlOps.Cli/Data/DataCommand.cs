using System.CommandLine;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data</c>: a file for each command.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Version data as DVC does, in its own format.")
    {
        InitCommand.Create(),
        AddCommand.Create(),
        StatusCommand.Create(),
        DiffCommand.Create(),
        CheckoutCommand.Create(),
        AddCommand.CreateCommit(),
        MoveCommand.Create(),
        MoveCommand.CreateRemove(),
        ImportCommand.Create(),
        LogCommand.Create(),
        GetCommand.Create(),
        VerifyCommand.Create(),
        DuCommand.Create(),
        GcCommand.Create(),
        ConfigCommand.Create(),
        RemoteCommand.Create(),
        PushCommand.Create(),
        FetchCommand.Create(),
        PullCommand.Create(),
    };
}
