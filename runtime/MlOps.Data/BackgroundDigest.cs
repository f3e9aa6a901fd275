using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace MlOps.Data;

/// <summary>
/// MD5 on a thread of its own, beside what else is done with a file: it is what takes the time. A few blocks wait between
/// the two, so that neither stands still when the other halts for a moment.
/// </summary>
internal sealed class BackgroundDigest : IDisposable
{
    private const int Waiting = 8;

    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly BlockingCollection<(byte[] Block, int Length)> _full = new(Waiting);
    private readonly ConcurrentBag<byte[]> _free = [];
    private readonly int _blockSize;
    private readonly Task _digesting;

    internal BackgroundDigest(int blockSize)
    {
        _blockSize = blockSize;
        _digesting = Task.Factory.StartNew(Digest, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>A block to be filled.</summary>
    internal byte[] Take() => _free.TryTake(out var block) ? block : GC.AllocateUninitializedArray<byte>(_blockSize);

    /// <summary>Appends a block; it is the digest's from here on.</summary>
    internal void Append(byte[] block, int length) => _full.Add((block, length));

    /// <summary>The MD5 of all blocks, 32 hex digits.</summary>
    internal string Finish()
    {
        Stop();
        return Convert.ToHexStringLower(_md5.GetHashAndReset());
    }

    public void Dispose()
    {
        Stop();
        _md5.Dispose();
        _full.Dispose();
    }

    private void Digest()
    {
        foreach (var (block, length) in _full.GetConsumingEnumerable())
        {
            _md5.AppendData(block, 0, length);
            _free.Add(block);
        }
    }

    private void Stop()
    {
        _full.CompleteAdding();
        _digesting.GetAwaiter().GetResult();
    }
}
