using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.StandIn.Tracking;

/// <summary>Errors of the database behind the server, which it hands on word for word.</summary>
internal static class SqlErrors
{
    private const string Autoflush =
        "(raised as a result of Query-invoked autoflush; consider using a session.no_autoflush block if this flush is occurring prematurely)\n";

    private const string RunColumns = "run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, end_time, "
        + "deleted_time, source_version, lifecycle_stage, artifact_uri, experiment_id";

    public static ApiException ExperimentExists(string name, bool isThree)
    {
        var now = ServerState.Now();
        var insert = isThree
            ? "experiments.workspace, experiments.name\n[SQL: INSERT INTO experiments (name, workspace, artifact_location, lifecycle_stage, creation_time, last_update_time) "
                + $"VALUES (?, ?, ?, ?, ?, ?)]\n[parameters: ('{name}', 'default', '', 'active', {now}, {now})]"
            : "experiments.name\n[SQL: INSERT INTO experiments (name, artifact_location, lifecycle_stage, creation_time, last_update_time) "
                + $"VALUES (?, ?, ?, ?, ?)]\n[parameters: ('{name}', '', 'active', {now}, {now})]";
        return new("RESOURCE_ALREADY_EXISTS",
            $"Experiment(name={name}) already exists. Error: {(isThree ? "" : Autoflush)}(sqlite3.IntegrityError) UNIQUE constraint failed: {insert}\n{Background(isThree)}");
    }

    public static ApiException NoExperiment(string runName, string userId, long startTime, bool isThree)
    {
        var id = $"{Guid.NewGuid():n}";
        return new("BAD_REQUEST",
            $"{(isThree ? Autoflush : "")}(sqlite3.IntegrityError) FOREIGN KEY constraint failed\n[SQL: INSERT INTO runs ({RunColumns}) "
            + $"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)]\n[parameters: ('{id}', '{runName}', 'UNKNOWN', '', '', '{userId}', 'RUNNING', "
            + $"{startTime}, None, None, '', 'active', 'mlflow-artifacts:/0/{id}/artifacts', '')]\n{Background(isThree)}");
    }

    public static ApiException ModelExists(string name, string description, bool isThree)
    {
        var now = ServerState.Now();
        var insert = isThree ? "" : " Error: (sqlite3.IntegrityError) UNIQUE constraint failed: registered_models.name\n[SQL: INSERT INTO registered_models "
            + "(name, creation_time, last_updated_time, description) VALUES (?, ?, ?, ?)]\n"
            + $"[parameters: ('{name}', {now}, {now}, '{description}')]\n{Background(isThree)}";
        return new("RESOURCE_ALREADY_EXISTS", $"Registered Model (name={name}) already exists.{insert}");
    }

    public static ApiException UserExists(string name) => new("RESOURCE_ALREADY_EXISTS",
        $"User (username={name}) already exists. Error: (sqlite3.IntegrityError) UNIQUE constraint failed: users.username\n[SQL: INSERT INTO users "
        + $"(username, password_hash, is_admin) VALUES (?, ?, ?)]\n[parameters: ('{name}', 'scrypt:32768:8:1$', 0)]\n{Background(isThree: true)}");

    private static string Background(bool isThree) => $"(Background on this error at: https://sqlalche.me/e/{(isThree ? 20 : 14)}/gkpj)";
}
