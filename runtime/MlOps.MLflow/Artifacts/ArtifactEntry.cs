using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>A file or folder among the artifacts of a run.</summary>
/// <param name="Path">Its path from the root of the run's artifacts, with forward slashes.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Size">The bytes of a file.</param>
public sealed record ArtifactEntry(string Path, bool IsFolder, long Size)
{
    // An empty file has no size in MLflow's answers, as all that is zero.
    internal static ArtifactEntry Read(JsonElement json) => new(json.Text("path"), json.Flag("is_dir"), json.Int64("file_size") ?? 0);
}
