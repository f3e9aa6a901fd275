using System.Buffers;

namespace MlOps.Data.Remotes.Http;

/// <summary>Copies a body as long as bytes keep coming: a large one may take hours, a dead one must not.</summary>
internal static class PatientCopy
{
    private const int BlockSize = 128 * 1024;

    public static async Task RunAsync(Stream from, Stream to, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (true)
            {
                stalled.CancelAfter(patience);
                var read = await from.ReadAsync(buffer, stalled.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    return;
                }

                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Nothing came for {patience.TotalSeconds} seconds.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
