using System.Text;
using System.Text.Json;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.StandIn.Users;

/// <summary>A server that was started with <c>--app-name basic-auth</c>: who asks, and what they may.</summary>
internal sealed class BasicAuth(ServerState state)
{
    public const string AdminName = "admin";
    public const string AdminPassword = "password1234";
    private static readonly string[] s_writing = ["create", "update", "log-", "set-", "delete-tag", "outputs", "restore"];

    public OrderedDictionary<string, User> Users { get; } = new() { [AdminName] = new(1, AdminName, AdminPassword, isAdmin: true) };

    /// <summary>The refusal of a request, or nothing when it may pass.</summary>
    public Answer? Refuse(Request request)
    {
        if (request.RawPath == "/health")
        {
            return null;
        }

        if (Find(request) is not { } user)
        {
            return Answer.Text("You are not authenticated. Please see https://www.mlflow.org/docs/latest/auth/index.html#authenticating-to-mlflow on how to authenticate.", 401) with
            {
                Headers = new() { ["WWW-Authenticate"] = "Basic realm=\"mlflow\"" },
            };
        }

        return user.IsAdmin || May(user, request) ? null : Answer.Text("Permission denied", 403);
    }

    public User? Find(Request request)
    {
        var header = (string?)request.Headers.Authorization;
        if (header?.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) != true)
        {
            return null; // A token in particular: this server knows no tokens.
        }

        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])).Split(':', 2);
        return parts.Length == 2 && Users.TryGetValue(parts[0], out var user) && user.Password == parts[1] ? user : null;
    }

    /// <summary>Experiments that a user may not see are left out of what they search.</summary>
    public bool MaySee(Request request, HeldExperiment experiment) =>
        Find(request) is { } user && (user.IsAdmin || user.Permissions.GetValueOrDefault(experiment.Id) != "NO_PERMISSIONS");

    private bool May(User user, Request request)
    {
        var path = request.RawPath[(request.RawPath.IndexOf("/mlflow", StringComparison.Ordinal) + 1)..];
        if (path is "mlflow/users/create" or "mlflow/users/delete")
        {
            return false;
        }

        var level = ExperimentOf(request) is { } id ? user.Permissions.GetValueOrDefault(id, "READ") : "EDIT";
        var action = path.Split('/')[^1];
        return path switch
        {
            "mlflow/experiments/delete" or "mlflow/experiments/restore" => level == "MANAGE",
            _ when request.Method != "GET" && s_writing.Any(word => action.StartsWith(word, StringComparison.Ordinal)) => level is "EDIT" or "MANAGE",
            _ => level != "NO_PERMISSIONS",
        };
    }

    private string? ExperimentOf(Request request)
    {
        var json = request.Body is [(byte)'{', ..] ? JsonElement.Parse(request.Body) : default;
        var runId = Value("run_id");
        return runId == null ? Value("experiment_id") : state.Runs.FirstOrDefault(run => run.Id == runId)?.Experiment.Id;

        string? Value(string name) => request.Query[name].FirstOrDefault()
            ?? (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.GetString() : null);
    }
}
