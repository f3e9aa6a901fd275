using MlOps.Data.Md5;
using MlOps.Data.Stat;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>
/// Content by its MD5, laid out as DVC 3 does: <c>files/md5/0f/723ae7…</c>, read-only. Any number of processes may
/// store at once, the same content too.
/// </summary>
public sealed partial class DvcCache
{
    private static readonly System.Buffers.SearchValues<char> s_hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    internal DvcCache(string folder) => Folder = folder;

    /// <summary>Whether others may collect what they do not need; they spare what is not an hour old.</summary>
    internal bool IsShared { get; init; }

    /// <summary>The folder that holds it.</summary>
    public string Folder { get; }

    /// <summary>Where the object of a content lies, or would lie.</summary>
    public string PathOf(FileDigest digest) => PathOf(digest.Md5, isLegacy: false);

    /// <summary>Whether a content is there, whole by its size.</summary>
    public bool Contains(FileDigest digest) =>
        new FileInfo(PathOf(digest)) is { Exists: true } found && found.Length == digest.Size;

    /// <summary>The files of a folder by its object.</summary>
    /// <returns>Null where there is no such object, or it is not what its name says.</returns>
    /// <exception cref="DvcFormatException">It is what its name says, but no list of files.</exception>
    internal TreeEntry[]? ReadTree(string md5, bool isLegacy)
    {
        if (!IsName(md5))
        {
            return null;
        }

        var file = PathOf(md5, isLegacy);
        if (new FileInfo(file) is not { Exists: true, Length: <= DirObject.MaxSize })
        {
            return null;
        }

        var content = File.ReadAllBytes(file);
        return Md5Value.Of(content).ToString() + DirObject.Extension == md5 ? DirObject.Read(file, content) : null;
    }

    /// <summary>Whether there is an object of a name, such as that of a folder.</summary>
    internal bool Contains(string md5, bool isLegacy = false) => IsName(md5) && File.Exists(PathOf(md5, isLegacy));

    /// <summary>What the file system says of an object; null where there is none.</summary>
    internal FileStamp? StampOf(Md5Value md5) => FileStamp.TryOf(PathOf(md5.ToString(), isLegacy: false));

    /// <summary>Asks what the file system says of many objects, each by its <see cref="NameOf"/>.</summary>
    internal FolderStamps Stamps() => new(Path.Combine(Folder, "files", "md5"));

    /// <summary>An object seen from the folder of all.</summary>
    internal static string NameOf(Md5Value md5)
    {
        var digits = md5.ToString().AsSpan();
        return string.Concat(digits[..2], "/", digits[2..]);
    }

    /// <summary>Whether an MD5, as a pointer has it, can be the name of an object. What cannot would lead out of the cache.</summary>
    internal static bool IsName(string md5) =>
        (md5.EndsWith(DirObject.Extension, StringComparison.Ordinal) ? md5.AsSpan(..^DirObject.Extension.Length) : md5) is { Length: Md5Value.Digits } digits
        && !digits.ContainsAnyExcept(s_hex);

    /// <summary>Where the object of an MD5 lies; DVC 2 laid its own one folder higher.</summary>
    /// <exception cref="InvalidDataException">It is no MD5.</exception>
    internal string PathOf(string md5, bool isLegacy) => !IsName(md5) ? throw new InvalidDataException($"'{md5}' is no MD5, and so no object of the cache has that name: correct the pointer.")
        : Path.Combine(isLegacy ? Folder : Path.Combine(Folder, "files", "md5"), md5[..2], md5[2..]);
}
