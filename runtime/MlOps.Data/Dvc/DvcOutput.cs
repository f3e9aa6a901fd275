using MlOps.Data.Trees;
using MlOps.Data.Yaml;

namespace MlOps.Data;

/// <summary>One entry under <c>outs:</c> of a pointer file: a file or folder and the content it should have.</summary>
public sealed class DvcOutput
{
    internal DvcOutput(YamlMap node, string path, string? folder)
    {
        Node = node;
        Path = path;
        WorkingFolder = folder;
    }

    /// <summary>Its path, as written: with forward slashes, seen from the pointer file or from its <c>wdir:</c>.</summary>
    public string Path { get; }

    /// <summary>MD5 of the content, or null when none is recorded; ends with <c>.dir</c> for a folder.</summary>
    public string? Md5 { get; internal init; }

    /// <summary>The size in bytes, or null when none is recorded. DVC does not rely on it.</summary>
    public long? Size { get; internal init; }

    /// <summary>The line it starts on, counted from one.</summary>
    public int Line => Node.Line;

    /// <summary>Written by DVC 2: the MD5 is of the text with its line ends made LF.</summary>
    internal bool IsLegacy => Md5 is not null && Hash is (null or "md5-dos2unix");

    internal bool IsFolder => Md5?.EndsWith(DirObject.Extension, StringComparison.Ordinal) == true;

    internal string? Hash { get; init; }

    internal bool IsExecutable { get; init; }

    /// <summary>How many files a folder is said to have; null when nothing is said.</summary>
    internal int? Files { get; init; }

    /// <summary>Whether DVC keeps its content in the cache.</summary>
    internal bool IsCached { get; init; } = true;

    /// <summary>Whether it is sent to remotes.</summary>
    internal bool IsPushed { get; init; } = true;

    /// <summary>The MD5 of a folder's list, without its extension; of a file its MD5.</summary>
    internal string? PlainMd5 => IsFolder ? Md5![..^DirObject.Extension.Length] : Md5;

    /// <summary>The SHA-256 that the pointer keeps besides; null when it keeps none.</summary>
    internal string? Sha256 => SecondDigest.In(Node);

    internal string? WorkingFolder { get; }

    internal YamlMap Node { get; }

    internal bool Is(string file, string pointerFile) => string.Equals(
        FullPath(pointerFile),
        System.IO.Path.GetFullPath(file),
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    internal string FullPath(string pointerFile)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(pointerFile))!;
        return System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, WorkingFolder ?? "", Path));
    }
}
