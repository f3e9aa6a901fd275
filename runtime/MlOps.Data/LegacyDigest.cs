using System.Buffers;
using System.Security.Cryptography;

namespace MlOps.Data;

/// <summary>
/// The MD5 of DVC 2 (<c>md5-dos2unix</c>): of the bytes, with CRLF made LF in every block of 1 MiB that looks like text by
/// its first 512 bytes. A CRLF that two blocks share stays one, and so do the blocks' other quirks: they are in people's pointers.
/// </summary>
internal static class LegacyDigest
{
    private const int BlockSize = 1024 * 1024;
    private const int SampleSize = 512;

    private static readonly SearchValues<byte> Text =
        SearchValues.Create([.. Enumerable.Range(32, 95).Select(static value => (byte)value), .. "\n\r\t\f\b"u8]);

    internal static string Of(string file, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(
            file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var block = buffer.AsSpan(0, stream.ReadAtLeast(buffer.AsSpan(0, BlockSize), BlockSize, throwOnEndOfStream: false));
                if (block.IsEmpty)
                {
                    return Convert.ToHexStringLower(md5.GetHashAndReset());
                }

                md5.AppendData(IsText(block[..Math.Min(SampleSize, block.Length)]) ? WithoutCarriageReturns(block) : block);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

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

    private static Span<byte> WithoutCarriageReturns(Span<byte> block)
    {
        var length = 0;
        for (var index = 0; index < block.Length; index++)
        {
            if (block[index] != '\r' || index + 1 == block.Length || block[index + 1] != '\n')
            {
                block[length++] = block[index];
            }
        }

        return block[..length];
    }
}
