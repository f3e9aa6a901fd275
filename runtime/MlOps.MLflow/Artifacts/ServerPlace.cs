using System.Buffers;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow.Artifacts;

/// <summary>Artifacts that are read and written by HTTP calls.</summary>
internal abstract class ServerPlace(MlflowTransport server) : ArtifactPlace
{
    private const int BlockSize = 1024 * 1024;

    protected MlflowTransport Server => server;

    public override async Task WriteAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var call = WriteCall(path);
        var (start, length) = (content.Position, content.Length - content.Position);
        await server.MoveAsync(call, SendAsync, cancellationToken).ConfigureAwait(false);

        async Task<bool> SendAsync(HttpRequestMessage request, StallClock clock)
        {
            content.Position = start;
            var body = new FileBody(content, length, clock, progress);
            request.Content = body; // The request disposes of it.
            try
            {
                using var response = await server.StartAsync(request, call, clock.Token).ConfigureAwait(false);
                return true;
            }
            catch (HttpRequestException) when (body.SourceProblem is not null)
            {
                throw body.SourceProblem;
            }
        }
    }

    public override async Task ReadAsync(string path, Stream target, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var call = ReadCall(path) with { MayRepeat = target.CanSeek };
        var start = target.CanSeek ? target.Position : 0;
        await server.MoveAsync(call, ReceiveAsync, cancellationToken).ConfigureAwait(false);

        async Task<bool> ReceiveAsync(HttpRequestMessage request, StallClock clock)
        {
            using var response = await server.StartAsync(request, call, clock.Token).ConfigureAwait(false);
            if (target.CanSeek)
            {
                target.SetLength(start);
                target.Position = start;
            }

            var body = await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
            await CopyAsync(body, target, clock, progress).ConfigureAwait(false);
            return true;
        }
    }

    protected abstract MlflowCall WriteCall(string path);

    protected abstract MlflowCall ReadCall(string path);

    private static async Task CopyAsync(Stream body, Stream target, StallClock clock, IProgress<long>? progress)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var received = 0L;
            while (await body.ReadAsync(block, clock.Token).ConfigureAwait(false) is > 0 and var count)
            {
                await target.WriteAsync(block.AsMemory(0, count), clock.Token).ConfigureAwait(false);
                received += count;
                clock.Moved();
                progress?.Report(received);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
