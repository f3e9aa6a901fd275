using MlOps.Data;
using MlOps.Store;

namespace MlOps.Cli.Lineage;

/// <summary>Where lineage is found: runs, inputs, artifacts and models in the store, commits in the repository.</summary>
internal sealed class LineageSource(RunReader reader, DvcRepository? repository)
{
    private readonly Lazy<ILookup<string, string>> _nesting = new(reader.Nesting);
    private readonly Lazy<IReadOnlyList<RecordedModelVersion>> _models = new(reader.ModelVersions);
    private readonly Lazy<IReadOnlyList<RecordedInput>> _inputs = new(reader.Inputs);
    private ILookup<string, RecordedInput>? _byDigest;

    public RunReader Reader => reader;

    public DatasetHistory History { get; } = new(repository);

    /// <summary>Everything that any run read.</summary>
    public IReadOnlyList<RecordedInput> Inputs => _inputs.Value;

    public IReadOnlyList<RecordedModelVersion> Models => _models.Value;

    public IEnumerable<string> NestedIn(string run) => _nesting.Value[run];

    public DataNode Data(string digest)
    {
        _byDigest ??= Inputs.ToLookup(static input => input.Digest, StringComparer.Ordinal);
        var known = _byDigest[digest];
        string[] sources = [.. known.Select(static input => input.Source).OfType<string>().Distinct(StringComparer.Ordinal)];
        return new DataNode(digest, [.. known.Select(static input => input.Name).Distinct(StringComparer.Ordinal)], sources, History.CommitsOf(digest, sources));
    }

    public RunNode? Run(string id)
    {
        if (reader.Get(id) is not { } run)
        {
            return null;
        }

        var tags = reader.TagsOf(id);
        return new RunNode(run, tags.GetValueOrDefault("mlops.code.fingerprint"), tags.GetValueOrDefault("mlflow.source.git.commit"));
    }
}
