namespace MlOps.Recording;

/// <summary>What happens to a run besides metrics by step; travels through the same ring, so order is kept.</summary>
internal abstract record RunEvent
{
    public static readonly RunEvent Begin = new Begun();

    public sealed record Begun : RunEvent;

    public sealed record Ended(RunStatus Status) : RunEvent;

    public sealed record Param(string Key, string Value) : RunEvent;

    public sealed record Tag(string Key, string Value) : RunEvent;

    public sealed record Result(string Name, double Value) : RunEvent;

    public sealed record Input(Dataset Dataset, string? Path) : RunEvent;

    public sealed record Artifact(string Path, byte[] Content) : RunEvent;

    /// <summary>An artifact whose content lies in a file that is to be moved to its place.</summary>
    public sealed record StagedArtifact(string Path, string File) : RunEvent;
}
