using System.Text.Json.Serialization;

namespace MlOps.Data.Stat;

/// <summary>An entry of the <see cref="StatCache"/>.</summary>
/// <param name="Version">Which rules the facts were found by.</param>
/// <param name="Path">The file.</param>
/// <param name="Stamp">What the file system said of it when it was read.</param>
/// <param name="Taken">When that was, in nanoseconds since 1970.</param>
/// <param name="Facts">What it holds.</param>
internal sealed record StatEntry(int Version, string Path, FileStamp Stamp, long Taken, FileFacts Facts)
{
    /// <summary>To be raised when what is found in a file, or how, changes.</summary>
    internal const int CurrentVersion = 1;

    internal bool IsWhole => Version == CurrentVersion && Facts is { Digest.Md5.Length: 32 };
}

[JsonSerializable(typeof(StatEntry))]
internal sealed partial class StatJson : JsonSerializerContext;
