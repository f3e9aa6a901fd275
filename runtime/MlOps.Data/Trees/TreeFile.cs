using System.Runtime.InteropServices;
using MlOps.Data.Md5;
using MlOps.Data.Stat;

namespace MlOps.Data.Trees;

/// <summary>A file of a folder, as it lies there.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct TreeFile
{
    /// <summary>Seen from the folder, with forward slashes.</summary>
    public string Path;

    /// <summary>What the file system says of it.</summary>
    public FileStamp Stamp;

    /// <summary>Its content, where <see cref="IsKnown"/>.</summary>
    public Md5Value Md5;

    /// <summary>Whether <see cref="Md5"/> is known.</summary>
    public bool IsKnown;

    /// <summary>Whether a file that still has this stamp is certainly still this content.</summary>
    public bool IsCertain;

    /// <summary>The object of the cache that was last seen to be this content.</summary>
    public ObjectMark Object;

    /// <summary>What became of that object, where somebody asked.</summary>
    public ObjectState Cached;
}

/// <summary>How a cache has a content.</summary>
internal enum ObjectState : byte
{
    Unasked,
    Absent,
    Corrupt,
    Whole,
}

/// <summary>
/// By what an object of a cache is known again. Objects are never written to, only linked to, which changes their ctime.
/// </summary>
/// <param name="Written">When it was written, in nanoseconds since 1970.</param>
/// <param name="Id">Its number on its volume.</param>
internal readonly record struct ObjectMark(long Written, ulong Id)
{
    public static ObjectMark Of(FileStamp stamp) => new(stamp.Written, stamp.Id);
}
