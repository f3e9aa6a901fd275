namespace MlOps.MLflow;

/// <summary>How far the transfer of a folder has come.</summary>
/// <param name="Path">The artifact that moved last.</param>
/// <param name="Files">The files that are done, those passed over included.</param>
/// <param name="TotalFiles">All files.</param>
/// <param name="Bytes">The bytes of them that are done or have moved.</param>
/// <param name="TotalBytes">All bytes.</param>
public readonly record struct ArtifactProgress(string Path, int Files, int TotalFiles, long Bytes, long TotalBytes);

/// <summary>What the transfer of a folder did.</summary>
/// <param name="Transferred">The files that were moved.</param>
/// <param name="Skipped">The files that were passed over, since the other side has them with the same size.</param>
/// <param name="Bytes">The bytes that were moved.</param>
public readonly record struct FolderTransfer(int Transferred, int Skipped, long Bytes);
