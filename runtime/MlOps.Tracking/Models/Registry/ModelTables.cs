using Microsoft.Data.Sqlite;
using MlOps.Store;

namespace MlOps.Models.Registry;

/// <summary>
/// The tables of MLflow's registry, within a transaction of whoever calls. Every statement names its columns, and where MLflow has
/// workspaces, models are those of the one named <c>default</c>.
/// </summary>
internal sealed partial class ModelTables
{
    private readonly StoreStatements _statements;
    private readonly string _ofDefaultWorkspace;

    public ModelTables(StoreStatements statements)
    {
        _statements = statements;
        _ofDefaultWorkspace = statements.Scalar("SELECT 1 FROM pragma_table_info('registered_models') WHERE name = 'workspace'") is null
            ? ""
            : " AND workspace = 'default'";
    }

    /// <summary>The models, by name.</summary>
    /// <param name="name">Only this one; <see langword="null"/> for all.</param>
    public IReadOnlyList<RecordedModel> Models(string? name = null)
    {
        var tags = Lookup("SELECT name, key, value FROM registered_model_tags", name, static row => KeyValuePair.Create(row.GetString(1), Text(row, 2) ?? ""));
        var aliases = Lookup("SELECT name, alias, version FROM registered_model_aliases", name, static row => KeyValuePair.Create(row.GetString(1), row.GetInt64(2)));
        var versions = Lookup("SELECT name, version FROM model_versions", name, static row => row.GetInt64(1), Existing);
        return Query(
            "SELECT name, description, creation_time, last_updated_time FROM registered_models", name,
            row => new RecordedModel(
                row.GetString(0), Text(row, 1) ?? "", Time(row, 2), Time(row, 3),
                Sorted(tags[row.GetString(0)]), Sorted(aliases[row.GetString(0)]), versions[row.GetString(0)].Select(static number => (long?)number).Max()),
            " ORDER BY name");
    }

    /// <exception cref="ModelRegistryException">There is no such model.</exception>
    public RecordedModel Model(string name) => Models(name).SingleOrDefault()
        ?? throw new ModelRegistryException(ModelRegistryException.NotFound, $"There is no registered model '{name}'. 'mlops models list' shows them all.");

    /// <exception cref="ModelRegistryException">Something of it is not allowed, or there is one already.</exception>
    public void Create(string name, string description, IReadOnlyDictionary<string, string> tags, long time)
    {
        ModelRules.CheckName(name);
        CheckTags(tags);
        if (Exists(name))
        {
            throw new ModelRegistryException(ModelRegistryException.Exists, $"There is a registered model '{name}' already.");
        }

        Insert(name, description, time);
        foreach (var (key, value) in tags)
        {
            SetTag(name, key, value);
        }
    }

    public void Describe(string name, string description, long time)
    {
        Model(name);
        Execute(
            "UPDATE registered_models SET description = $description, last_updated_time = $time WHERE name = $name",
            ("$description", description), ("$time", time), ("$name", name));
    }

    /// <summary>What belongs to the model follows: its rows refer to it by name, and SQLite keeps them in step.</summary>
    public void Rename(string name, string newName, long time)
    {
        ModelRules.CheckName(newName);
        Model(name);
        if (Exists(newName))
        {
            throw new ModelRegistryException(ModelRegistryException.Exists, $"There is a registered model '{newName}' already.");
        }

        Execute("UPDATE registered_models SET name = $new, last_updated_time = $time WHERE name = $name", ("$new", newName), ("$time", time), ("$name", name));
        Execute("UPDATE model_versions SET last_updated_time = $time WHERE name = $name", ("$time", time), ("$name", newName));
    }

    /// <summary>Deletes a model with all its versions. Their files stay: they belong to runs.</summary>
    public void Delete(string name)
    {
        Model(name);
        foreach (var table in (ReadOnlySpan<string>)["model_version_tags", "registered_model_aliases", "model_versions", "registered_model_tags", "registered_models"])
        {
            Execute($"DELETE FROM {table} WHERE name = $name", ("$name", name));
        }
    }

    public void SetTag(string name, string key, string value)
    {
        ModelRules.CheckTag(key, value);
        Model(name);
        _statements.Execute(
            "INSERT OR REPLACE INTO registered_model_tags (key, value, name) VALUES ($key, $value, $name)", ("$key", key), ("$value", value), ("$name", name));
    }

    public void DeleteTag(string name, string key)
    {
        Model(name);
        Execute("DELETE FROM registered_model_tags WHERE name = $name AND key = $key", ("$name", name), ("$key", key));
    }

    private bool Exists(string name) =>
        _statements.Scalar("SELECT 1 FROM registered_models WHERE name = $name" + _ofDefaultWorkspace, ("$name", name)) is not null;

    private void Insert(string name, string description, long time) => _statements.Execute(
        "INSERT INTO registered_models (name, creation_time, last_updated_time, description) VALUES ($name, $time, $time, $description)",
        ("$name", name), ("$time", time), ("$description", description));

    private void Touch(string name, long time) =>
        Execute("UPDATE registered_models SET last_updated_time = $time WHERE name = $name", ("$time", time), ("$name", name));

    private static void CheckTags(IReadOnlyDictionary<string, string> tags)
    {
        foreach (var (key, value) in tags)
        {
            ModelRules.CheckTag(key, value);
        }
    }

    /// <param name="sql">A statement that ends in its conditions.</param>
    /// <param name="parameters">Its parameters.</param>
    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) => _statements.Execute(sql + _ofDefaultWorkspace, parameters);

    private List<T> Query<T>(string sql, string? name, Func<SqliteDataReader, T> read, string end = "")
    {
        var where = name is null ? " WHERE true" : " WHERE name = $name";
        return _statements.Query(sql + where + _ofDefaultWorkspace + end, read, name is null ? [] : [("$name", name)]);
    }

    private ILookup<string, T> Lookup<T>(string sql, string? name, Func<SqliteDataReader, T> read, string end = "") =>
        Query(sql, name, row => (Name: row.GetString(0), Value: read(row)), end).ToLookup(static pair => pair.Name, static pair => pair.Value, StringComparer.Ordinal);

    private static SortedDictionary<string, T> Sorted<T>(IEnumerable<KeyValuePair<string, T>> pairs)
    {
        var sorted = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            sorted[key] = value;
        }

        return sorted;
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => RunReader.Time(row, column);
}
