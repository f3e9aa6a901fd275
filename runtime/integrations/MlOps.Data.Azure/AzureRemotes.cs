using MlOps.Data.Config;
using MlOps.Data.Remotes;

namespace MlOps.Data.Azure;

/// <summary>Remotes at <c>azure://container/path</c>.</summary>
public static class AzureRemotes
{
    /// <summary>Makes them known to this process; <see cref="DatasetTransfer"/> reaches them from then on.</summary>
    public static void Register() => RemoteKinds.Add("azure", Open);

    internal static IRemote Open(RemoteSettings settings, Retry retry) =>
        new AzureRemote(settings, AzureAccount.Of(settings, Environment.GetEnvironmentVariable), retry);
}
