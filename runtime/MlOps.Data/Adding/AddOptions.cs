namespace MlOps.Data;

/// <summary>How data sets are added.</summary>
public sealed record AddOptions
{
    /// <summary>Whether the cache gets the content now; else a later <see cref="DatasetAdder.Commit"/> stores it.</summary>
    public bool Commit { get; init; } = true;

    /// <summary>
    /// Whether the pointers of files keep a SHA-256 beside the MD5, under <c>meta:</c>, which <see cref="CacheVerifier"/> compares. A
    /// pointer that has one keeps it in step whatever is asked for here.
    /// </summary>
    public bool Sha256 { get; init; }

    /// <summary>Told what is read.</summary>
    public DataProgress? Progress { get; init; }

    /// <summary>Whether the pointer is written by whoever asked.</summary>
    internal bool IsImport { get; init; }
}

/// <summary>A data set that was added.</summary>
/// <param name="Path">The file or folder, from the root of the repository, with forward slashes.</param>
/// <param name="PointerFile">Its pointer, likewise.</param>
/// <param name="Md5">Its content, as the pointer writes it.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="Change">What became of the pointer.</param>
public sealed record AddedDataset(string Path, string PointerFile, string Md5, long Size, int Files, DatasetChange Change);
