using System.Globalization;

namespace MlOps.MLflow.Wire;

/// <summary>Finds out what a server can do. It only reads.</summary>
internal static class ServerProbe
{
    private const int LongestVersion = 64;

    public static async Task<MlflowServerInfo> AskAsync(MlflowTransport server, CancellationToken cancellationToken)
    {
        var version = await VersionAsync(server, cancellationToken).ConfigureAwait(false);
        var hasWorkspaces = await HasWorkspacesAsync(server, cancellationToken).ConfigureAwait(false);

        // A service that speaks MLflow's interface may say nothing of its version: then what it answers decides.
        var isThree = version is null ? await HasLoggedModelsAsync(server, cancellationToken).ConfigureAwait(false) : Major(version) >= 3;
        return new MlflowServerInfo { Version = version, HasLoggedModels = isThree, CanDeleteExperimentTags = isThree, HasPagedHistory = isThree, HasWorkspaces = hasWorkspaces ?? false };
    }

    private static async Task<string?> VersionAsync(MlflowTransport server, CancellationToken cancellationToken)
    {
        try
        {
            var text = (await server.ReadTextAsync(MlflowCall.Get("/version"), cancellationToken).ConfigureAwait(false)).Trim();
            return text.Length is > 0 and <= LongestVersion && char.IsAsciiDigit(text[0]) ? text : null;
        }
        catch (MlflowException refused) when (refused.Code is MlflowErrorCode.EndpointNotFound or MlflowErrorCode.NotMlflow)
        {
            return null;
        }
    }

    private static Task<bool?> HasWorkspacesAsync(MlflowTransport server, CancellationToken cancellationToken) =>
        IfThereAsync(server.SendAsync(MlflowCall.Get("/api/3.0/mlflow/server-info"), static answer => (bool?)answer.Flag("workspaces_enabled"), cancellationToken));

    private static async Task<bool> HasLoggedModelsAsync(MlflowTransport server, CancellationToken cancellationToken) =>
        await IfThereAsync(server.SendAsync(
            MlflowCall.Post("logged-models/search", static json =>
            {
                json.Strings("experiment_ids", ["0"]);
                json.WriteNumber("max_results", 1);
            }),
            static _ => (bool?)true,
            cancellationToken)).ConfigureAwait(false) ?? false;

    private static async Task<bool?> IfThereAsync(Task<bool?> call)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (MlflowException refused) when (refused.Code is MlflowErrorCode.EndpointNotFound or MlflowErrorCode.NotMlflow)
        {
            return null;
        }
    }

    private static int Major(string version) => int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;
}
