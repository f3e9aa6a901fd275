using MlOps.Data.Config;
using MlOps.Data.Remotes;

namespace MlOps.Data.Ssh;

/// <summary>Remotes at <c>ssh://user@host/path</c>.</summary>
public static class SshRemotes
{
    /// <summary>Makes them known to this process; <see cref="DatasetTransfer"/> reaches them from then on.</summary>
    public static void Register() => RemoteKinds.Add("ssh", Open);

    internal static IRemote Open(RemoteSettings settings, Retry retry) =>
        new SshRemote(SshAccount.Of(settings, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)), retry);
}
