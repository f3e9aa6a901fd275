using MlOps.Data.Trees;

namespace MlOps.Data.Transfer;

/// <summary>An object that a data set needs.</summary>
/// <param name="Md5">Its name, with <c>.dir</c> for the list of a folder.</param>
/// <param name="IsLegacy">Whether DVC 2 made it, which has another layout.</param>
/// <param name="Path">What it is the content of, seen from the root of the repository.</param>
internal readonly record struct UsedObject(string Md5, bool IsLegacy, string Path)
{
    public bool IsFolder => Md5.EndsWith(DirObject.Extension, StringComparison.Ordinal);

    public string Digest => IsFolder ? Md5[..^DirObject.Extension.Length] : Md5;

    /// <summary>What it is called in every remote.</summary>
    public string Key => $"{(IsLegacy ? "" : "files/md5/")}{Md5[..2]}/{Md5[2..]}";
}

/// <summary>A data set, or the part of it that somebody asked for.</summary>
/// <param name="Root">Its object.</param>
/// <param name="Size">Its size as the pointer has it.</param>
/// <param name="Remote">The remote that is meant for it, when it names one.</param>
/// <param name="Inside">Which file or folder of a folder is meant; null for all of it.</param>
/// <param name="IsPushed">False for what comes from elsewhere and is not pushed, as imports are.</param>
internal sealed record UsedData(UsedObject Root, long? Size, string? Remote, string? Inside, bool IsPushed)
{
    /// <summary>The files of the folder, as far as they are meant.</summary>
    public IEnumerable<UsedObject> Files(IEnumerable<TreeEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (Inside is null || entry.Path == Inside || (entry.Path.StartsWith(Inside, StringComparison.Ordinal) && entry.Path[Inside.Length] == '/'))
            {
                yield return new UsedObject(entry.Md5.ToString(), Root.IsLegacy, $"{Root.Path}/{entry.Path}");
            }
        }
    }
}
