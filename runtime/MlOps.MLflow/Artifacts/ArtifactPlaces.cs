using MlOps.MLflow.Options;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow.Artifacts;

/// <summary>Finds the way to artifacts from the URI that a server gives for them.</summary>
internal static class ArtifactPlaces
{
    private const string ProxyScheme = "mlflow-artifacts:";

    /// <summary>The way to the artifacts of a run or a logged model.</summary>
    /// <param name="server">The server.</param>
    /// <param name="uri">Where it says that they are.</param>
    /// <param name="owner">The id of the run or model; a local folder that does not bear it is never touched.</param>
    /// <param name="isRun">Whether it is a run, whose artifacts every server shows.</param>
    /// <exception cref="MlflowException">There is no way.</exception>
    public static ArtifactPlace Of(MlflowTransport server, string uri, string owner, bool isRun)
    {
        if (ProxyRoot(server.Server, uri) is { } root)
        {
            return new ProxyPlace(server, root);
        }

        if (LocalFolder(server.Server, uri, owner) is { } folder)
        {
            return new FolderPlace(folder);
        }

        return isRun ? new ServedPlace(server, owner, () => Refuse(server, uri)) : throw Refuse(server, uri);
    }

    /// <summary>The path below the server's own artifacts; null where the URI means another place.</summary>
    public static string? ProxyRoot(Uri server, string uri)
    {
        if (uri.StartsWith(ProxyScheme + "//", StringComparison.Ordinal))
        {
            // A server may name itself; another one would be sent this one's password.
            var rest = uri[(ProxyScheme.Length + 2)..].Split('/', 2);
            return rest.Length == 2 && (rest[0].Length == 0 || string.Equals(rest[0], server.Authority, StringComparison.OrdinalIgnoreCase)) ? Safe(rest[1]) : null;
        }

        var own = server.AbsoluteUri + ProxyPlace.Api[1..] + "/";
        return uri.StartsWith(ProxyScheme, StringComparison.Ordinal) ? Safe(uri[ProxyScheme.Length..])
            : uri.StartsWith(own, StringComparison.Ordinal) ? Safe(Uri.UnescapeDataString(uri[own.Length..]))
            : null;
    }

    private static string? Safe(string path) => path.Trim('/') is var trimmed && ArtifactPath.IsSafe(trimmed) ? trimmed : null;

    /// <summary>
    /// The folder on this machine, if the server is on this machine and so is its store. A container's folder is not, whose path may look alike:
    /// the folder that its experiments are in must be there. What a server could make this client write to is never more than a folder with the run's id in its path.
    /// </summary>
    private static string? LocalFolder(Uri server, string uri, string owner)
    {
        var path = uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(uri, UriKind.Absolute, out var file) && file.IsFile && file.Host.Length == 0 ? file.LocalPath : uri;
        if (!server.IsLoopback || !Path.IsPathFullyQualified(path))
        {
            return null;
        }

        var full = Path.GetFullPath(path);
        for (var folder = new DirectoryInfo(full); folder is not null; folder = folder.Parent)
        {
            if (folder.Name == owner)
            {
                return folder.Parent?.Parent is { Exists: true } ? full : null;
            }
        }

        return null;
    }

    private static MlflowException Refuse(MlflowTransport server, string uri) => new(
        MlflowErrorCode.ArtifactsNotReachable, $"The artifacts lie in '{MlflowAddress.Redact(uri)}', where only the server can go.")
    {
        Endpoint = server.Server.AbsoluteUri,
        Hint = "Start the server with --serve-artifacts and --artifacts-destination naming that place, without --default-artifact-root: "
            + "then it passes artifacts on for experiments that are made from then on.",
    };
}
