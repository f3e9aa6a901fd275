using MlOps.Data.Tables;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>What reading a file told of it.</summary>
/// <param name="Digest">Its content.</param>
/// <param name="Table">What a table it is; null for what is not named as one.</param>
/// <param name="LegacyMd5">The MD5 that DVC 2 would give it, where somebody asked.</param>
internal sealed record FileFacts(FileDigest Digest, TableProfile? Table = null, string? LegacyMd5 = null)
{
    /// <summary>The object of the cache that was last seen to be this content.</summary>
    public ObjectMark Object { get; init; }
}
