using MlOps.Store;

namespace MlOps;

// Data in memory, which has no file: its content hash is its identity.
public sealed partial class Run
{
    /// <summary>The path of data that are in no file.</summary>
    internal const string NoFile = "";

    /// <summary>Records data in memory as an input of the run.</summary>
    /// <param name="name">The name of the data in the run, such as <c>rows</c>.</param>
    /// <param name="digest">Their content hash: <c>ContentHash.Of(rows)</c>.</param>
    public void LogInput(string name, ContentDigest digest) => LogInput(new Dataset(name, DatasetSource.Memory, digest.ToString(), size: 0), NoFile);

    /// <summary>Records data in memory as an input of the run, unless they have no digest.</summary>
    /// <param name="name">The name of the data in the run, such as <c>rows</c>.</param>
    /// <param name="digest">Their content hash, such as <c>ContentHash.OfCollection(rows)</c>, or <see langword="null"/>.</param>
    public void LogInput(string name, ContentDigest? digest)
    {
        if (digest is { } known)
        {
            LogInput(name, known);
        }
    }
}
