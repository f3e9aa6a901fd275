using Microsoft.Data.Sqlite;
using MlOps.Models.Registry;

namespace MlOps.Store;

/// <summary>
/// The registered models of a store: MLflow's registry, in MLflow's own tables. May be used while runs are recorded into the store; by
/// one thread at a time.
/// </summary>
/// <example>
/// <code>
/// using var registry = ModelRegistry.Open(StoreLocation.Resolve());
/// registry.SetAlias("iris", "champion", 3);
/// var folder = registry.Resolve("models:/iris@champion");
/// </code>
/// </example>
/// <remarks>
/// What there is not, is there already, or is not allowed is a <see cref="ModelRegistryException"/>, and nothing is changed then.
/// </remarks>
public sealed partial class ModelRegistry : IDisposable
{
    private readonly StoreLocation _location;
    private readonly SqliteConnection _connection;
    private readonly StoreStatements _statements;
    private readonly ModelTables _tables;

    private ModelRegistry(StoreLocation location, SqliteConnection connection)
    {
        _location = location;
        _connection = connection;
        _statements = new StoreStatements(connection);
        StoreSchema.Check(connection, location);
        _tables = new ModelTables(_statements);
    }

    /// <summary>Opens the registry of a store.</summary>
    /// <param name="location">Where the store lies.</param>
    /// <param name="create">Whether to make the store where there is none.</param>
    /// <exception cref="StoreException">There is no store, or the file is not one.</exception>
    public static ModelRegistry Open(StoreLocation location, bool create = false)
    {
        if (!File.Exists(location.DatabasePath))
        {
            if (!create)
            {
                throw new StoreException($"No models yet: '{location.DatabasePath}' does not exist. The first run makes it; or set MLOPS_HOME to the folder of a store.");
            }

            RunStore.Open(location).Dispose();
        }

        var connection = StoreConnection.OpenToRead(location);
        try
        {
            return new ModelRegistry(location, connection);
        }
        catch (SqliteException fault)
        {
            connection.Dispose();
            throw new StoreException($"'{location.DatabasePath}' cannot be read as an MLflow database: {fault.Message}");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The registered models, by name.</summary>
    /// <param name="containing">Only those whose names contain this text; <see langword="null"/> for all.</param>
    public IReadOnlyList<RecordedModel> Models(string? containing = null) =>
        [.. _tables.Models().Where(model => containing is null || model.Name.Contains(containing, StringComparison.Ordinal))];

    /// <summary>A registered model, or <see langword="null"/> when there is none of that name.</summary>
    /// <param name="name">Its name.</param>
    public RecordedModel? Find(string name) => _tables.Models(name).SingleOrDefault();

    /// <summary>A registered model.</summary>
    /// <param name="name">Its name.</param>
    public RecordedModel Model(string name) => _tables.Model(name);

    /// <summary>Registers a model, as yet without versions.</summary>
    /// <param name="name">Its name, at most 256 characters without <c>/</c> and <c>:</c>.</param>
    /// <param name="description">What it is.</param>
    /// <param name="tags">Its tags; left out, none.</param>
    public RecordedModel Create(string name, string description = "", IReadOnlyDictionary<string, string>? tags = null) => Change(now =>
    {
        _tables.Create(name, description, tags ?? new Dictionary<string, string>(), now);
        return _tables.Model(name);
    });

    /// <summary>Says what a model is.</summary>
    /// <param name="name">The model.</param>
    /// <param name="description">What it is, in Markdown.</param>
    public void Describe(string name, string description) => Change(now => _tables.Describe(name, description, now));

    /// <summary>Gives a model another name; versions, tags and aliases follow.</summary>
    /// <param name="name">The model.</param>
    /// <param name="newName">Its name from then on.</param>
    public void Rename(string name, string newName) => Change(now => _tables.Rename(name, newName, now));

    /// <summary>Deletes a model and all its versions. Their files stay, since they belong to runs.</summary>
    /// <param name="name">The model.</param>
    public void Delete(string name) => Change(_ => _tables.Delete(name));

    /// <summary>Sets a tag of a model; a later value replaces an earlier one.</summary>
    /// <param name="name">The model.</param>
    /// <param name="key">The key, under the rules for the names of metrics.</param>
    /// <param name="value">The value, at most 5,000 characters.</param>
    public void SetTag(string name, string key, string value) => Change(_ => _tables.SetTag(name, key, value));

    /// <summary>Deletes a tag of a model, if there is such a one.</summary>
    /// <param name="name">The model.</param>
    /// <param name="key">The key.</param>
    public void DeleteTag(string name, string key) => Change(_ => _tables.DeleteTag(name, key));

    /// <summary>Lets an alias point at a version; it points there alone.</summary>
    /// <param name="name">The model.</param>
    /// <param name="alias">The alias: letters, digits, <c>_</c> and <c>-</c>; neither <c>latest</c> nor a <c>v</c> with a number.</param>
    /// <param name="version">The version.</param>
    public void SetAlias(string name, string alias, long version) => Change(_ => _tables.SetAlias(name, alias, version));

    /// <summary>Deletes an alias, if there is such a one.</summary>
    /// <param name="name">The model.</param>
    /// <param name="alias">The alias.</param>
    public void DeleteAlias(string name, string alias) => Change(_ => _tables.DeleteAlias(name, alias));

    /// <summary>The folder or file of this machine that an address of MLflow means.</summary>
    /// <param name="address">
    /// <c>models:/name/3</c>, <c>models:/name@alias</c>, <c>models:/name/latest</c>, <c>models:/name/Production</c> or <c>runs:/id/path</c>.
    /// </param>
    /// <returns>Its full path. It exists, lies among the artifacts of the store, and is not reached by a link.</returns>
    public string Resolve(string address) => new ModelUri(_tables, _location).Resolve(address);

    /// <summary>Closes the registry.</summary>
    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
    }

    private void Change(Action<long> change) => Change(now =>
    {
        change(now);
        return 0;
    });

    private T Change<T>(Func<long, T> change)
    {
        _statements.Run("BEGIN IMMEDIATE");
        try
        {
            var result = change(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            _statements.Run("COMMIT");
            return result;
        }
        catch
        {
            _statements.Run("ROLLBACK");
            throw;
        }
    }
}
