using Microsoft.Data.Sqlite;
using MlOps.Store;

namespace MlOps.Search;

/// <summary>
/// Finds runs in a store by MLflow's filter language, with the answers that an MLflow server gives on the same database.
/// Others may be writing meanwhile. Not for several threads at once.
/// </summary>
public sealed class RunSearch : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly bool _hasIndexes;

    private RunSearch(SqliteConnection connection)
    {
        _connection = connection;

        // As MLflow does it: LIKE tells upper and lower case apart. And what was read once stays at hand.
        StoreConnection.Execute(connection, "PRAGMA case_sensitive_like = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;");
        _hasIndexes = SearchIndexes.Ensure(connection);
    }

    /// <summary>
    /// Whether the store has the indexes that make searches fast. A store of an earlier version, or of MLflow, gets them when
    /// it is opened, unless it is large: then <see cref="CreateIndexes"/> does it.
    /// </summary>
    public bool IsIndexed => _hasIndexes;

    /// <summary>Opens a store for searching.</summary>
    /// <param name="location">Where it lies.</param>
    /// <exception cref="StoreException">There is no store, or the file is not one.</exception>
    public static RunSearch Open(StoreLocation location)
    {
        var connection = RunReader.Connect(location);
        try
        {
            return new RunSearch(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Makes the indexes that make searches of a large store fast. Takes about a second for 200,000 values; nobody else can write meanwhile.</summary>
    /// <param name="location">Where the store lies.</param>
    /// <exception cref="StoreException">There is no store, or the file is not one.</exception>
    public static void CreateIndexes(StoreLocation location)
    {
        using var connection = RunReader.Connect(location);
        SearchIndexes.Create(connection);
    }

    /// <summary>Finds runs.</summary>
    /// <param name="filter">Which are meant, in MLflow's language; empty for all.</param>
    /// <param name="options">Where to look, the order, and how many.</param>
    /// <exception cref="RunFilterException">The filter or an order is none; the message says where, what is wrong and what helps.</exception>
    /// <exception cref="ArgumentException">The limit is not from 1 to 50,000, or the page token is none.</exception>
    /// <exception cref="StoreException">There is no such experiment.</exception>
    public RunPage Find(string filter, RunSearchOptions? options = null) => Find(RunFilter.Parse(filter), options);

    /// <summary>Finds runs.</summary>
    /// <param name="filter">Which are meant.</param>
    /// <param name="options">Where to look, the order, and how many.</param>
    /// <exception cref="RunFilterException">An order is none; the message says where, what is wrong and what helps.</exception>
    /// <exception cref="ArgumentException">The limit is not from 1 to 50,000, or the page token is none.</exception>
    /// <exception cref="StoreException">There is no such experiment.</exception>
    public RunPage Find(RunFilter filter, RunSearchOptions? options = null)
    {
        options ??= new RunSearchOptions();
        var offset = PageToken.Offset(options.PageToken);
        var query = Query(filter, options, offset);
        return Page(Ids(query, Choose(query)), options.Limit, offset);
    }

    /// <summary>Finds runs and gives all of them, page by page, as they are enumerated.</summary>
    /// <param name="filter">Which are meant.</param>
    /// <param name="options">Where to look, the order, and how many at once.</param>
    /// <returns>The runs, as <see cref="Find(RunFilter, RunSearchOptions?)"/> gives them.</returns>
    public IEnumerable<RecordedRun> FindAll(RunFilter filter, RunSearchOptions? options = null)
    {
        options ??= new RunSearchOptions();
        do
        {
            var page = Find(filter, options);
            foreach (var run in page.Runs)
            {
                yield return run;
            }

            options = options with { PageToken = page.NextPageToken };
        }
        while (options.PageToken is not null);
    }

    /// <summary>Ends searching.</summary>
    public void Dispose() => _connection.Dispose();

    internal SearchQuery Query(RunFilter filter, RunSearchOptions options, int offset = 0)
    {
        if (options.Limit is < 1 or > RunSearchOptions.MostLimit)
        {
            throw new ArgumentException($"The limit is {options.Limit}. It can be 1 to {RunSearchOptions.MostLimit:N0}; pages give more.", nameof(options));
        }

        var experiments = options.Experiments.Count == 0 ? null : options.Experiments.SelectMany(ExperimentsNamed).ToArray();
        return new SearchQuery(filter.Conditions, RunOrder.Parse(options.OrderBy), experiments, options.View, offset + options.Limit);
    }

    internal SearchSource Choose(SearchQuery query, int few = SearchPlanner.Few) =>
        _hasIndexes ? SearchPlanner.Choose(_connection, query, few) : new AnySource();

    internal List<string> Ids(SearchQuery query, SearchSource source) => SearchPlan.Run(_connection, query, source);

    private RunPage Page(List<string> ids, int limit, int offset)
    {
        var page = ids.Skip(offset).ToArray();
        return new RunPage(RunReader.InOrder(_connection, page), page.Length == limit ? PageToken.Of(offset + limit) : null);
    }

    private List<long> ExperimentsNamed(string name)
    {
        var sql = new SqlText();
        sql.Text = $"SELECT experiment_id FROM experiments WHERE name = {sql.Value(name)}";
        return sql.Query(_connection, static row => row.GetInt64(0)) is { Count: > 0 } ids
            ? ids
            : throw new StoreException($"There is no experiment '{name}'. 'mlops runs list' shows the experiments of all runs.");
    }
}
