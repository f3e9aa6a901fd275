using MlOps.Cli.Lineage;
using MlOps.Data;
using MlOps.Store;
using MlOps.Tests.Tracking;

namespace MlOps.Tests.Lineage;

/// <summary>A store that a real recorder wrote, and the lineage in it.</summary>
internal sealed class LineageStore : IDisposable
{
    public const string Iris = "11111111111111111111111111111111";
    public const string Roses = "22222222222222222222222222222222";

    public TestStore Store { get; } = new();

    public static Dataset Data(string name, string digest, string? source = null) => new(name, source ?? $"data/{name}.csv", digest, 1)
    {
        Columns = [new DatasetColumn("width", DatasetColumnType.Double), new DatasetColumn("species", DatasetColumnType.String)],
    };

    /// <summary>A run that ends well, unless <paramref name="inside"/> throws.</summary>
    public string Run(string method, Action<Run> inside)
    {
        using var run = Store.Begin(method, "garden");
        try
        {
            inside(run);
            run.Finish();
        }
        catch (Exception error) when (error is InvalidOperationException or OperationCanceledException)
        {
            run.Fail(error);
        }

        return run.RunId;
    }

    public void Register(string name, long version, string run, string? alias = null) =>
        Execute(
            $"INSERT OR IGNORE INTO registered_models (name) VALUES ('{name}');" +
            $"INSERT INTO model_versions (name, version, creation_time, run_id, source, current_stage) VALUES ('{name}', {version}, 1700000000000, '{run}', 'runs:/{run}/model', 'None');" +
            (alias is null ? "" : $"INSERT INTO registered_model_aliases (name, alias, version) VALUES ('{name}', '{alias}', {version})"));

    /// <summary>Does what another program might do to the database.</summary>
    public void Execute(string sql)
    {
        Store.Recorder.Flush();
        Store.Execute(sql);
    }

    public T Read<T>(Func<LineageSource, T> read, DvcRepository? repository = null)
    {
        Store.Recorder.Flush();
        using var reader = RunReader.Open(Store.Location);
        return read(new LineageSource(reader, repository));
    }

    public LineageGraph Of(string name, int depth = int.MaxValue, DvcRepository? repository = null) =>
        Read(source => LineageWalk.From(source, new LineageNames(source).Find(name), depth), repository);

    public void Dispose() => Store.Dispose();
}
