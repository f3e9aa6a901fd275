namespace MlOps.Data;

/// <summary>What a pointer says of the repository that its data came from.</summary>
/// <param name="Url">Its address, as it was typed.</param>
/// <param name="Rev">The branch, tag or commit that is followed; null for the one that the repository shows first.</param>
/// <param name="RevLock">The commit that the data is of.</param>
internal sealed record ImportRepository(string Url, string? Rev, string RevLock);
