using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>What a pointer says of the content of a file or folder.</summary>
/// <param name="Md5">As the pointer writes it; of a folder with <c>.dir</c> behind it.</param>
/// <param name="Size">Bytes, of a folder those of all its files.</param>
/// <param name="Files">How many files a folder has; null for a file.</param>
/// <param name="IsExecutable">Whether a file has a bit of permission to be executed.</param>
internal readonly record struct OutputContent(string Md5, long Size, int? Files = null, bool IsExecutable = false)
{
    /// <summary>The second digest, where the pointer is to keep one.</summary>
    public string? Sha256 { get; init; }

    public static OutputContent Of(FileDigest digest, bool executable) => new(digest.Md5, digest.Size, Files: null, executable);

    public static OutputContent Of(FolderContent folder) => new(folder.Digest.Md5 + DirObject.Extension, folder.Size, folder.Files.Length);
}
