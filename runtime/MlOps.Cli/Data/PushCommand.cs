using System.CommandLine;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data push</c>.</summary>
internal static class PushCommand
{
    public static Command Create() => TransferCommand.Create(
        "push",
        "pushed",
        "Send the content of data sets to a remote. Exits with 1 when some of it is missing here and there.",
        DatasetTransfer.PushAsync);
}
