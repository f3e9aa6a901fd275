using MlOps.Store;

namespace MlOps.Models.Registry;

// Versions of models. One that is deleted leaves its number behind, as in MLflow, so that no number ever means two things.
internal sealed partial class ModelTables
{
    private const string Deleted = "Deleted_Internal";
    private const string Existing = $" AND current_stage IS NOT '{Deleted}'";

    private static readonly string[] s_activeStages = ["Staging", "Production"];

    /// <summary>The versions, by model and number.</summary>
    /// <param name="name">Only those of this model; <see langword="null"/> for all.</param>
    public IReadOnlyList<RecordedModelVersion> Versions(string? name = null)
    {
        var tags = Lookup(
            "SELECT name, version, key, value FROM model_version_tags", name,
            static row => (Version: row.GetInt64(1), Pair: KeyValuePair.Create(row.GetString(2), Text(row, 3) ?? "")));
        var aliases = Lookup("SELECT name, version, alias FROM registered_model_aliases", name, static row => (Version: row.GetInt64(1), Alias: row.GetString(2)), " ORDER BY alias");
        return Query(
            "SELECT name, version, run_id, source, creation_time, description, current_stage, status, user_id, last_updated_time FROM model_versions", name,
            row =>
            {
                var (model, version) = (row.GetString(0), row.GetInt64(1));
                return new RecordedModelVersion(
                    model, version, Text(row, 2) is { Length: > 0 } run ? run : null, Text(row, 3), Time(row, 4),
                    [.. aliases[model].Where(alias => alias.Version == version).Select(static alias => alias.Alias)])
                {
                    Description = Text(row, 5) ?? "",
                    Stage = Text(row, 6) ?? "None",
                    Status = Text(row, 7) ?? "",
                    User = Text(row, 8),
                    Updated = Time(row, 9),
                    Tags = Sorted(tags[model].Where(tag => tag.Version == version).Select(static tag => tag.Pair)),
                };
            },
            Existing + " ORDER BY name, version");
    }

    /// <exception cref="ModelRegistryException">There is no such version.</exception>
    public RecordedModelVersion Version(string name, long version) => Versions(name).SingleOrDefault(known => known.Version == version)
        ?? throw new ModelRegistryException(ModelRegistryException.NotFound, $"There is no version {version} of a registered model '{name}'. 'mlops models show' shows those there are.");

    /// <summary>The version that an alias points at.</summary>
    /// <exception cref="ModelRegistryException">There is no such model or alias.</exception>
    public RecordedModelVersion Aliased(string name, string alias) => Model(name).Aliases.TryGetValue(alias, out var version)
        ? Version(name, version)
        : throw ModelRules.Invalid($"The registered model '{name}' has no alias '{alias}'.");

    /// <summary>Registers a version, and its model if that is new.</summary>
    /// <returns>The number of the version.</returns>
    /// <exception cref="ModelRegistryException">Something of it is not allowed; nothing is written then.</exception>
    public long Register(NewModelVersion version, long time)
    {
        ModelRules.CheckName(version.Name);
        foreach (var alias in version.Aliases)
        {
            ModelRules.CheckAlias(alias);
        }

        CheckTags(version.Tags);
        ModelRules.CheckSource(version.Source, ArtifactsOf(version.RunId));
        if (!Exists(version.Name))
        {
            Insert(version.Name, "", time);
        }

        return Add(version, time);
    }

    /// <summary>Registers a version of a model that there is.</summary>
    /// <returns>The number of the version.</returns>
    public long CreateVersion(NewModelVersion version, long time)
    {
        Model(version.Name);
        return Register(version, time);
    }

    public void DescribeVersion(string name, long version, string description, long time)
    {
        Version(name, version);
        Execute(
            "UPDATE model_versions SET description = $description, last_updated_time = $time WHERE name = $name AND version = $version",
            ("$description", description), ("$time", time), ("$name", name), ("$version", version));
    }

    public void SetVersionTag(string name, long version, string key, string value)
    {
        ModelRules.CheckTag(key, value);
        Version(name, version);
        InsertTag(name, version, key, value);
    }

    public void DeleteVersionTag(string name, long version, string key)
    {
        Version(name, version);
        Execute("DELETE FROM model_version_tags WHERE name = $name AND version = $version AND key = $key", ("$name", name), ("$version", version), ("$key", key));
    }

    public void Transition(string name, long version, string stage, bool archiveOthers, long time)
    {
        stage = ModelRules.StageOf(stage);
        Version(name, version);
        if (archiveOthers && !s_activeStages.Contains(stage))
        {
            throw ModelRules.Invalid($"'{stage}' does not archive other versions; only {string.Join(" and ", s_activeStages)} do.");
        }

        if (archiveOthers)
        {
            Execute(
                "UPDATE model_versions SET current_stage = 'Archived', last_updated_time = $time WHERE name = $name AND version <> $version AND current_stage = $stage",
                ("$time", time), ("$name", name), ("$version", version), ("$stage", stage));
        }

        Execute(
            "UPDATE model_versions SET current_stage = $stage, last_updated_time = $time WHERE name = $name AND version = $version",
            ("$stage", stage), ("$time", time), ("$name", name), ("$version", version));
        Touch(name, time);
    }

    public void DeleteVersion(string name, long version, long time)
    {
        Version(name, version);
        Execute("DELETE FROM registered_model_aliases WHERE name = $name AND version = $version", ("$name", name), ("$version", version));
        Execute(
            $"""
            UPDATE model_versions SET current_stage = '{Deleted}', last_updated_time = $time, description = NULL, user_id = NULL, status_message = NULL,
                source = 'REDACTED-SOURCE-PATH', run_id = 'REDACTED-RUN-ID', run_link = 'REDACTED-RUN-LINK'
            WHERE name = $name AND version = $version
            """,
            ("$time", time), ("$name", name), ("$version", version));
        Touch(name, time);
    }

    public void SetAlias(string name, string alias, long version)
    {
        ModelRules.CheckAlias(alias);
        Version(name, version);
        InsertAlias(name, alias, version);
    }

    public void DeleteAlias(string name, string alias)
    {
        Model(name);
        Execute("DELETE FROM registered_model_aliases WHERE name = $name AND alias = $alias", ("$name", name), ("$alias", alias));
    }

    /// <summary>Where the artifacts of a run lie; <see langword="null"/> for one that the store does not have.</summary>
    public string? ArtifactsOf(string? run) =>
        run is null ? null : _statements.Scalar("SELECT artifact_uri FROM runs WHERE run_uuid = $run", ("$run", run)) is string uri ? ModelUri.LocalPath(uri) : null;

    private long Add(NewModelVersion version, long time)
    {
        var number = (long)_statements.Scalar("SELECT coalesce(max(version), 0) + 1 FROM model_versions WHERE name = $name" + _ofDefaultWorkspace, ("$name", version.Name))!;
        _statements.Execute(
            """
            INSERT INTO model_versions (name, version, creation_time, last_updated_time, description, user_id, current_stage, source, storage_location, run_id, status, run_link)
            VALUES ($name, $version, $time, $time, $description, $user, 'None', $source, $source, $run, 'READY', '')
            """,
            ("$name", version.Name), ("$version", number), ("$time", time), ("$description", version.Description), ("$user", version.User ?? (object)DBNull.Value),
            ("$source", version.Source), ("$run", version.RunId ?? ""));
        Touch(version.Name, time);
        foreach (var (key, value) in version.Tags)
        {
            InsertTag(version.Name, number, key, value);
        }

        foreach (var alias in version.Aliases)
        {
            InsertAlias(version.Name, alias, number);
        }

        return number;
    }

    private void InsertTag(string name, long version, string key, string value) => _statements.Execute(
        "INSERT OR REPLACE INTO model_version_tags (key, value, name, version) VALUES ($key, $value, $name, $version)",
        ("$key", key), ("$value", value), ("$name", name), ("$version", version));

    private void InsertAlias(string name, string alias, long version) => _statements.Execute(
        "INSERT OR REPLACE INTO registered_model_aliases (alias, version, name) VALUES ($alias, $version, $name)",
        ("$alias", alias), ("$version", version), ("$name", name));
}
