using MlOps.Data;
using MlOps.Store;

namespace MlOps.Cli.Lineage;

/// <summary>What has a place in a lineage.</summary>
/// <param name="Id">What <c>mlops lineage</c> understands, such as <c>run:3f2a…</c>.</param>
internal abstract record LineageNode(string Id)
{
    /// <summary>A few words for people.</summary>
    public abstract string Label { get; }
}

/// <summary>A version of data: the same content is one version, whatever it is called.</summary>
/// <param name="Digest">What it held.</param>
/// <param name="Names">What runs call it.</param>
/// <param name="Sources">Where it lay.</param>
/// <param name="Commits">The commits that brought it, newest first.</param>
internal sealed record DataNode(string Digest, IReadOnlyList<string> Names, IReadOnlyList<string> Sources, IReadOnlyList<DatasetVersionEntry> Commits)
    : LineageNode(IdOf(Digest))
{
    public override string Label => $"{(Names.Count > 0 ? Names[0] : Sources.Count > 0 ? Sources[0] : "data")} {LineageGraph.Short(Digest)}";

    public static string IdOf(string digest) => "data:" + digest;
}

/// <summary>A run.</summary>
/// <param name="Run">What the store knows of it.</param>
/// <param name="Fingerprint">The code that it ran.</param>
/// <param name="Commit">The commit that was checked out.</param>
internal sealed record RunNode(RecordedRun Run, string? Fingerprint, string? Commit) : LineageNode(IdOf(Run.RunId))
{
    public override string Label => $"{(Run.Name.Length > 0 ? Run.Name : Run.Method ?? "run")} {LineageGraph.Short(Run.RunId)}";

    public static string IdOf(string run) => "run:" + run;
}

/// <summary>A file that a run kept.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Path">Its path among the artifacts of the run.</param>
internal sealed record ArtifactNode(string RunId, string Path) : LineageNode($"artifact:{RunId}/{Path}")
{
    public override string Label => Path;
}

/// <summary>A version of a registered model.</summary>
/// <param name="Model">What the store knows of it.</param>
internal sealed record ModelNode(RecordedModelVersion Model) : LineageNode($"model:{Model.Name}@{Model.Version}")
{
    public override string Label => $"{Model.Name} version {Model.Version}";
}
