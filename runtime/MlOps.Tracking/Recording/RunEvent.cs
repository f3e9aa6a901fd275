using MlOps.Provenance;

namespace MlOps.Recording;

/// <summary>What happens to a run besides metrics by step; travels through the same ring, so order is kept.</summary>
internal abstract record RunEvent
{
    public static readonly RunEvent Begin = new Begun();

    /// <summary>Reads what it takes to write this, such as files, and keeps it. Called once or more before the store is locked.</summary>
    public virtual void Prepare(Run run, Faults faults)
    {
    }

    public sealed record Begun : RunEvent
    {
        public override void Prepare(Run run, Faults faults) => RunProvenance.Gather(run);
    }

    public sealed record Ended(RunStatus Status) : RunEvent;

    public sealed record Param(string Key, string Value) : RunEvent;

    public sealed record Tag(string Key, string Value) : RunEvent;

    public sealed record Result(string Name, double Value) : RunEvent;

    public sealed record Input(Dataset Dataset, string? Path) : RunEvent
    {
        /// <summary>What the run claims to have read; known once this is prepared.</summary>
        public string? Digest { get; private set; }

        public bool IsInMemory => Path is Run.NoFile;

        public override void Prepare(Run run, Faults faults) => Digest ??= DatasetCheck.ActualDigest(Dataset, Path, faults);
    }

    public sealed record Artifact(string Path, byte[] Content) : RunEvent;

    /// <summary>An artifact whose content lies in a file that is to be moved to its place.</summary>
    public sealed record StagedArtifact(string Path, string File) : RunEvent;
}
