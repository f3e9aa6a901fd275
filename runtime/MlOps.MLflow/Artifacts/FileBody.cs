using System.Buffers;
using System.Net;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow.Artifacts;

/// <summary>A body of known length that is read from a stream while it is sent; the next block is read while the last one goes out.</summary>
/// <remarks>Its length is always sent: MLflow 3 reads a chunked body as an empty one, and says that all is well.</remarks>
internal sealed class FileBody(Stream source, long length, StallClock clock, IProgress<long>? progress) : HttpContent
{
    // Large enough that a call more or less costs nothing, small enough to stay in a processor's cache between file and socket.
    private const int BlockSize = 256 * 1024;

    // A handler of somebody else's may send the same request twice.
    private readonly long _start = source.Position;

    /// <summary>What went wrong with the source, which the network would otherwise be blamed for.</summary>
    public Exception? SourceProblem { get; private set; }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var size = (int)Math.Min(BlockSize, Math.Max(1, length));
        var (sending, reading) = (ArrayPool<byte>.Shared.Rent(size), ArrayPool<byte>.Shared.Rent(size));
        try
        {
            var sent = 0L;
            source.Position = _start;
            var next = ReadAsync(reading, Math.Min(size, length), cancellationToken);
            while (sent < length)
            {
                var count = await next.ConfigureAwait(false);
                (sending, reading) = (reading, sending);
                next = ReadAsync(reading, Math.Min(size, length - sent - count), cancellationToken);
                try
                {
                    await stream.WriteAsync(sending.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                }
                catch
                {
                    // The buffers go back to the pool: nobody may still write into one.
                    await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
                    throw;
                }

                sent += count;
                clock.Moved();
                progress?.Report(sent);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(sending);
            ArrayPool<byte>.Shared.Return(reading);
        }
    }

    private async Task<int> ReadAsync(byte[] block, long count, CancellationToken cancellationToken)
    {
        try
        {
            await source.ReadExactlyAsync(block.AsMemory(0, (int)count), cancellationToken).ConfigureAwait(false);
            return (int)count;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            SourceProblem = problem is EndOfStreamException ? new IOException($"The content became shorter than the {length} bytes it had.", problem) : problem;
            throw;
        }
    }
}
