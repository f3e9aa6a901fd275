namespace MlOps.Data.Trees;

/// <summary>What a folder holds.</summary>
/// <param name="Files">Its files, in the order in which they were found.</param>
/// <param name="Digest">Of the object that lists them; what the pointer of the folder names, with <c>.dir</c> behind it.</param>
/// <param name="Size">The bytes of all its files.</param>
internal sealed record FolderContent(TreeFile[] Files, FileDigest Digest, long Size)
{
    public static FolderContent Of(TreeFile[] files, FileDigest digest)
    {
        var size = 0L;
        foreach (ref readonly var file in files.AsSpan())
        {
            size += file.Stamp.Size;
        }

        return new FolderContent(files, digest, size);
    }

    public static TreeEntry[] Entries(TreeFile[] files)
    {
        var entries = new TreeEntry[files.Length];
        for (var i = 0; i < files.Length; i++)
        {
            entries[i] = new TreeEntry(files[i].Path, files[i].Md5);
        }

        return entries;
    }
}
