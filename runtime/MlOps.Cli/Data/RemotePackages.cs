using MlOps.Data.Azure;
using MlOps.Data.Remotes;
using MlOps.Data.Ssh;

namespace MlOps.Cli.Data;

/// <summary>The kinds of remotes that packages add. Each is a lambda, so that its assemblies are loaded when one is opened and not before.</summary>
internal static class RemotePackages
{
    public static void Register()
    {
        RemoteKinds.Add("ssh", static (settings, retry) => SshRemotes.Open(settings, retry));
        RemoteKinds.Add("azure", static (settings, retry) => AzureRemotes.Open(settings, retry));
    }
}
