using System.Security.Cryptography;
using MlOps.Data.Md5;

namespace MlOps.DataBenchmarks;

/// <summary>MD5 of many buffers side by side in the lanes of vector registers, beside one after the other by the platform; one core.</summary>
internal static class Md5Lanes
{
    private const int Total = 64 * 1024 * 1024;

    public static void Measure()
    {
        Pairs.PrintHeader($"MD5 of 64 MiB in memory, {Md5Batch.Lanes} lanes, one core", "`MD5.HashData`", "ours");
        foreach (var size in (int[])[16 * 1024, 64 * 1024, 256 * 1024, 1024 * 1024])
        {
            var random = new Random(size);
            var buffers = Enumerable.Range(0, Total / size).Select(_ =>
            {
                var buffer = new byte[size];
                random.NextBytes(buffer);
                return (ReadOnlyMemory<byte>)buffer;
            }).ToArray();
            var (expected, digests) = (new byte[buffers.Length * Md5Batch.DigestSize], new byte[buffers.Length * Md5Batch.DigestSize]);
            Pairs.Print(20, $"buffers of {size / 1024} KiB", () => Platform(buffers, expected), () => Md5Batch.Hash(buffers, digests));
            if (!expected.AsSpan().SequenceEqual(digests))
            {
                throw new InvalidOperationException("The digests differ.");
            }
        }

        Console.WriteLine();
    }

    private static void Platform(ReadOnlyMemory<byte>[] buffers, byte[] digests)
    {
        for (var i = 0; i < buffers.Length; i++)
        {
            MD5.HashData(buffers[i].Span, digests.AsSpan(i * Md5Batch.DigestSize));
        }
    }
}
