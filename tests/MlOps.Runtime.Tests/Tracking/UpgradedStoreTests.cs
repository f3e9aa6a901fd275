using System.Text.Json;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Tests.Tracking;

/// <summary>Databases that other versions of MLflow made or upgraded.</summary>
public sealed class UpgradedStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StringWriter _shown = new();

    [Fact]
    public void OnTheSchemaOfMlflow3WeReadAndWrite()
    {
        var location = Create("schema-sqlite-3.11.2.dev0.json", "7d34483879f0");
        Write(location);

        Assert.Equal("", _shown.ToString());
        using var reader = RunReader.Open(location);
        var run = Assert.Single(reader.List("iris"));
        var details = reader.Details(run);
        Assert.Equal(("FINISHED", "1"), (run.Status, details.Params["epochs"]));
        Assert.Equal(new RecordedMetric(0.5, 0.5, 1, 2, 2), details.Metrics["loss"]);
        Assert.Equal("iris", Assert.Single(details.Datasets).Name);
        Assert.Equal(["default"], Query(location, "SELECT workspace FROM experiments WHERE name = 'iris'"));
        Assert.Equal(["7d34483879f0"], Query(location, "SELECT version_num FROM alembic_version"));
        Assert.Equal(["0"], Query(location, "SELECT CAST(step AS TEXT) FROM inputs"));
    }

    [Fact]
    public void AnExperimentOfThatNameInAnotherWorkspaceIsNotOurs()
    {
        var location = Create("schema-sqlite-3.11.2.dev0.json", "7d34483879f0");
        using (var connection = StoreConnection.OpenToRead(location))
        {
            StoreConnection.Execute(connection, "INSERT INTO experiments (name, workspace, lifecycle_stage) VALUES ('iris', 'team', 'active')");
        }

        Write(location);
        Assert.Equal(["team|0", "default|1"], Query(location,
            "SELECT workspace || '|' || (SELECT COUNT(*) FROM runs r WHERE r.experiment_id = e.experiment_id) FROM experiments e WHERE name = 'iris' ORDER BY experiment_id"));
    }

    [Fact]
    public void AModelOfThatNameInAnotherWorkspaceIsNotOurs()
    {
        var location = Create("schema-sqlite-3.11.2.dev0.json", "7d34483879f0");
        using (var connection = StoreConnection.OpenToRead(location))
        {
            StoreConnection.Execute(connection,
                """
                INSERT INTO registered_models (name, workspace, description) VALUES ('iris', 'team', 'theirs');
                INSERT INTO model_versions (name, workspace, version, current_stage, source) VALUES ('iris', 'team', 7, 'None', 's3://team');
                INSERT INTO registered_model_aliases (name, workspace, alias, version) VALUES ('iris', 'team', 'champion', 7);
                """);
        }

        using (var recorder = new Recorder(location, new Faults(_shown)))
        using (var run = Run.Begin(recorder, new TrackedMethod("Demo.Trainer.Train") { Experiment = "iris" }))
        {
            run.LogModel(_folder.Write("iris.zip", "zip"), registerAs: "iris", options: new() { Aliases = ["champion"] });
        }

        Assert.Equal("", _shown.ToString());
        using var registry = ModelRegistry.Open(location);
        Assert.Equal((1L, "champion"), (registry.Aliased("iris", "champion").Version, Assert.Single(registry.Version("iris", 1).Aliases)));
        registry.SetAlias("iris", "champion", 1); // Again, which changes nothing.
        registry.Transition("iris", 1, "Production", archiveOthers: true);
        registry.Rename("iris", "flowers");
        Assert.Equal("Production", Assert.Single(registry.Versions("flowers")).Stage);
        registry.Delete("flowers");
        Assert.Empty(registry.Models());
        Assert.Equal(
            ["team|theirs|7|champion"],
            Query(location,
                """
                SELECT m.workspace || '|' || m.description || '|' || v.version || '|' || a.alias FROM registered_models m
                JOIN model_versions v USING (workspace, name) JOIN registered_model_aliases a USING (workspace, name)
                """));
    }

    [Fact]
    public void OnlyTablesOfOurOwnAreAdded()
    {
        var location = Create("schema-sqlite-3.11.2.dev0.json", "7d34483879f0");
        var before = Query(location, "SELECT name || sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");
        Write(location);
        var after = Query(location, "SELECT name || sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");

        Assert.NotEmpty(after.Except(before));
        Assert.All(after.Except(before), static added => Assert.StartsWith("mlops_", added));
        Assert.Empty(before.Except(after));
    }

    [Theory]
    [InlineData("CREATE TABLE alembic_version (version_num TEXT); CREATE TABLE experiments (a); CREATE TABLE runs (a)", "older than 2.12")]
    [InlineData("CREATE TABLE mine (a)", "not one of MLflow")]
    public void AnOlderOrForeignDatabaseIsRefusedAndNotTouched(string sql, string expected)
    {
        var location = new StoreLocation(_folder.Root);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={location.DatabasePath};Pooling=False"))
        {
            connection.Open();
            StoreConnection.Execute(connection, sql);
        }

        var before = File.ReadAllBytes(location.DatabasePath);
        Write(location);

        Assert.Contains(expected, _shown.ToString());
        Assert.Contains("was left as it is", _shown.ToString());
        Assert.Equal(before, File.ReadAllBytes(location.DatabasePath));
        Assert.Contains(expected, Assert.Throws<StoreException>(() => RunReader.Open(location)).Message);
    }

    public void Dispose()
    {
        _shown.Dispose();
        _folder.Dispose();
    }

    private void Write(StoreLocation location)
    {
        using var recorder = new Recorder(location, new Faults(_shown));
        using var run = Run.Begin(recorder, new TrackedMethod("Demo.Trainer.Train") { Experiment = "iris" });
        run.LogParam("epochs", 1);
        run.Log("loss", 1, 1);
        run.Log("loss", 0.5, 2);
        run.LogInput(new Dataset("iris", "data/iris.csv", new string('b', 32), 1));
        run.Finish();
    }

    /// <summary>Makes the recorded tables, with the columns, keys and defaults that matter to whoever writes.</summary>
    private StoreLocation Create(string recorded, string version)
    {
        var location = new StoreLocation(_folder.Root);
        var tables = JsonDocument.Parse(File.ReadAllText(
            Repository.PathOf("tests", "MlOps.Runtime.Tests", "Conformance", "mlflow", recorded))).RootElement.GetProperty("tables");
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={location.DatabasePath};Pooling=False");
        connection.Open();
        foreach (var table in tables.EnumerateObject())
        {
            StoreConnection.Execute(connection, CreateTable(table.Name, table.Value));
            // A generated column is in an index of the recording, but not among the columns.
            var columns = table.Value.GetProperty("columns").EnumerateArray().Select(static column => column.GetProperty("name").GetString()).ToHashSet();
            foreach (var index in table.Value.GetProperty("indexes").EnumerateArray().Where(index => index.GetProperty("origin").GetString() == "c"
                && index.GetProperty("columns").EnumerateArray().All(column => columns.Contains(column.GetString()))))
            {
                var unique = index.GetProperty("unique").GetBoolean() ? "UNIQUE " : "";
                StoreConnection.Execute(connection, $"CREATE {unique}INDEX \"{index.GetProperty("name").GetString()}\" ON {table.Name} ({List(index, "columns")})");
            }
        }

        StoreConnection.Execute(connection, $"INSERT INTO alembic_version VALUES ('{version}'); INSERT INTO experiments (experiment_id, name, lifecycle_stage) VALUES (0, 'Default', 'active')");
        return location;
    }

    private static string CreateTable(string name, JsonElement table)
    {
        var lines = table.GetProperty("columns").EnumerateArray().Select(static column =>
            $"\"{column.GetProperty("name").GetString()}\" {column.GetProperty("type").GetString()}"
            + (column.GetProperty("not_null").GetBoolean() ? " NOT NULL" : "")
            + (column.GetProperty("default").ValueKind == JsonValueKind.Null ? "" : $" DEFAULT {column.GetProperty("default").GetString()}")).ToList();
        var key = table.GetProperty("columns").EnumerateArray().Where(static column => column.GetProperty("pk").GetInt32() > 0)
            .OrderBy(static column => column.GetProperty("pk").GetInt32()).Select(static column => column.GetProperty("name").GetString());
        lines.Add($"PRIMARY KEY ({string.Join(',', key)})");
        lines.AddRange(table.GetProperty("indexes").EnumerateArray().Where(static index => index.GetProperty("origin").GetString() == "u")
            .Select(static index => $"UNIQUE ({List(index, "columns")})"));
        lines.AddRange(table.GetProperty("foreign_keys").EnumerateArray().Select(static foreign =>
            $"FOREIGN KEY ({List(foreign, "columns")}) REFERENCES {foreign.GetProperty("table").GetString()} ({List(foreign, "references")}) ON UPDATE {foreign.GetProperty("on_update").GetString()}"));
        lines.AddRange(table.GetProperty("checks").EnumerateArray().Select(static check => $"CHECK ({check[1].GetString()})"));
        return $"CREATE TABLE {name} ({string.Join(", ", lines.Where(static line => line != "PRIMARY KEY ()"))})";
    }

    private static string List(JsonElement element, string name) =>
        string.Join(',', element.GetProperty(name).EnumerateArray().Select(static item => $"\"{item.GetString()}\""));

    private static List<string> Query(StoreLocation location, string sql)
    {
        using var connection = StoreConnection.OpenToRead(location);
        using var statements = new StoreStatements(connection);
        return statements.Query(sql, static row => row.GetString(0));
    }
}
