using System.Text.Json.Nodes;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.Tracking;

namespace MlOps.Tests.MLflow.StandIn.Users;

/// <summary>Users and what they may, as an administrator manages them.</summary>
internal sealed class UserEndpoints(BasicAuth auth)
{
    private const string Path = "/api/2.0/mlflow/";
    private static readonly string[] s_levels = ["READ", "USE", "EDIT", "MANAGE", "NO_PERMISSIONS"];

    public IEnumerable<Route> Routes()
    {
        yield return new("POST", Path + "users/create", "username:s! password:s!", Create);
        yield return new("GET", Path + "users/get", "username:s!", call => Show(Find(call)));
        yield return new("GET", Path + "users/list", "", _ => Answer.Json(new JsonObject().With("users", auth.Users.Values.Select(ToJson))));
        yield return new("PATCH", Path + "users/update-password", "username:s! password:s!", UpdatePassword);
        yield return new("DELETE", Path + "users/delete", "username:s!", Delete);
        yield return new("POST", Path + "experiments/permissions/create", "experiment_id:s! username:s! permission:s!", call => Grant(call, isNew: true));
        yield return new("GET", Path + "experiments/permissions/get", "experiment_id:s! username:s!", call => ShowPermission(call, Find(call)));
        yield return new("PATCH", Path + "experiments/permissions/update", "experiment_id:s! username:s! permission:s!", call => Grant(call, isNew: false));
    }

    private User Find(Call call)
    {
        var name = call.Fields.Text("username");
        return auth.Users.TryGetValue(name, out var user) ? user : throw ApiException.Missing($"User with username={name} not found");
    }

    private Answer Create(Call call)
    {
        var name = call.Fields.Text("username");
        var password = call.Fields.Text("password");
        if (password.Length < 12)
        {
            throw ApiException.Invalid("Password must be a string longer than 12 characters.");
        }

        var user = new User(auth.Users.Count + 1, name, password, isAdmin: false);
        return auth.Users.TryAdd(name, user) ? Show(user) : throw SqlErrors.UserExists(name);
    }

    private Answer UpdatePassword(Call call)
    {
        var user = Find(call);
        if (auth.Find(call.Request) == user && !call.Json.TryGetProperty("current_password", out _))
        {
            throw ApiException.Invalid("Current password is required when changing your own password.");
        }

        user.Password = call.Fields.Text("password");
        return Answer.Empty;
    }

    private Answer Delete(Call call)
    {
        auth.Users.Remove(Find(call).Name);
        return Answer.Empty;
    }

    private Answer Grant(Call call, bool isNew)
    {
        var level = call.Fields.Text("permission");
        if (!s_levels.Contains(level))
        {
            throw ApiException.Invalid($"Invalid permission '{level}'. Valid permissions are: ({string.Join(", ", s_levels.Select(Python.Repr))})");
        }

        var user = Find(call);
        user.Permissions[call.Fields.Text("experiment_id")] = level;
        return isNew ? ShowPermission(call, user) : Answer.Empty;
    }

    private static Answer ShowPermission(Call call, User user)
    {
        var id = call.Fields.Text("experiment_id");
        return Answer.Json(new()
        {
            ["experiment_permission"] = new JsonObject { ["experiment_id"] = id, ["permission"] = user.Permissions[id], ["user_id"] = user.Id },
        });
    }

    private static JsonObject ToJson(User user) => new() { ["id"] = user.Id, ["is_admin"] = user.IsAdmin, ["username"] = user.Name };

    private static Answer Show(User user)
    {
        var json = ToJson(user);
        json["experiment_permissions"] = new JsonArray();
        json["registered_model_permissions"] = new JsonArray();
        json["scorer_permissions"] = new JsonArray();
        return Answer.Json(new() { ["user"] = json });
    }
}
