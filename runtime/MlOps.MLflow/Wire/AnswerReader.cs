using System.Buffers;

namespace MlOps.MLflow.Wire;

/// <summary>Reads the body of an answer, whatever its length says, up to a limit.</summary>
internal static class AnswerReader
{
    private const int FirstBuffer = 16 * 1024;

    /// <summary>The bytes of a body, in a buffer that goes back to the pool when this is disposed of.</summary>
    internal sealed class Answer(byte[] buffer, int length, bool isComplete) : IDisposable
    {
        public ReadOnlyMemory<byte> Bytes { get; } = buffer.AsMemory(0, length);

        /// <summary>Whether there was no more than the limit.</summary>
        public bool IsComplete => isComplete;

        public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
    }

    public static async Task<Answer> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(content.Headers.ContentLength + 1 ?? FirstBuffer, 1, Math.Min(limit, 1 << 20)));
        var length = 0;
        try
        {
            while (length <= limit && await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                length += read;
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan().CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            return new Answer(buffer, Math.Min(length, limit), length <= limit);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }
}
