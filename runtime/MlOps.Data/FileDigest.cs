namespace MlOps.Data;

/// <summary>The identity DVC 3 gives to the content of a file.</summary>
/// <param name="Md5">MD5 of the bytes, 32 lower-case hex digits.</param>
/// <param name="Size">How many bytes there are.</param>
public readonly record struct FileDigest(string Md5, long Size)
{
    /// <summary>Reads a file once, in blocks, and digests it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Looked at before every block.</param>
    /// <exception cref="IOException">The file cannot be read, may not be read, or does not stop changing.</exception>
    public static FileDigest Of(string file, CancellationToken cancellationToken = default) =>
        FileContent.ReadUnchanged(file, receiver: null, cancellationToken).Digest;
}
