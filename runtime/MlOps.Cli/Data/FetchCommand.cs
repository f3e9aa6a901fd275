using System.CommandLine;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data fetch</c>.</summary>
internal static class FetchCommand
{
    public static Command Create() => TransferCommand.Create(
        "fetch",
        "fetched",
        "Bring the content of data sets from a remote into the cache. Exits with 1 when the remote lacks some of it.",
        DatasetTransfer.FetchAsync);
}
