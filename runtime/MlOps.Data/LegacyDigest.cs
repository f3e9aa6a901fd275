using System.Buffers;
using System.Security.Cryptography;

namespace MlOps.Data;

/// <summary>
/// The MD5 of DVC 2 (<c>md5-dos2unix</c>): of the bytes, with CRLF made LF in every block of 1 MiB that looks like text by
/// its first 512 bytes. A CRLF that two blocks share stays one, and so do the blocks' other quirks: they are in people's pointers.
/// </summary>
internal sealed class LegacyDigest : IBlockReceiver, IDisposable
{
    private const int SampleSize = 512;

    private static readonly SearchValues<byte> Text =
        SearchValues.Create([.. Enumerable.Range(32, 95).Select(static value => (byte)value), .. "\n\r\t\f\b"u8]);

    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);

    internal static string Of(string file, CancellationToken cancellationToken)
    {
        using var digest = new LegacyDigest();
        FileContent.ReadUnchanged(file, digest, cancellationToken);
        return digest.Finish();
    }

    public void Restart() => _md5.GetHashAndReset();

    /// <param name="block">1 MiB, or the rest of the file.</param>
    public void Receive(ReadOnlySpan<byte> block)
    {
        if (!IsText(block[..Math.Min(SampleSize, block.Length)]))
        {
            _md5.AppendData(block);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(block.Length);
        _md5.AppendData(buffer.AsSpan(0, WithoutCarriageReturns(block, buffer)));
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>The MD5 of all that was received, 32 hex digits.</summary>
    internal string Finish() => Convert.ToHexStringLower(_md5.GetHashAndReset());

    public void Dispose() => _md5.Dispose();

    private static bool IsText(ReadOnlySpan<byte> sample)
    {
        var other = 0;
        foreach (var value in sample)
        {
            if (value == 0)
            {
                return false;
            }

            other += Text.Contains(value) ? 0 : 1;
        }

        return other * 10 <= sample.Length * 3;
    }

    private static int WithoutCarriageReturns(ReadOnlySpan<byte> block, Span<byte> result)
    {
        var length = 0;
        for (var index = 0; index < block.Length; index++)
        {
            if (block[index] != '\r' || index + 1 == block.Length || block[index + 1] != '\n')
            {
                result[length++] = block[index];
            }
        }

        return length;
    }
}
