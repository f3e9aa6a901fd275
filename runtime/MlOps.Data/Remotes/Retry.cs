using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace MlOps.Data.Remotes;

/// <summary>Tries again what may pass: refused connections, answers that say "later", bodies that break off.</summary>
/// <param name="Attempts">How often in all.</param>
/// <param name="FirstPause">The pause before the second try; every further one is twice as long, up to half a minute.</param>
internal sealed record Retry(int Attempts, TimeSpan FirstPause)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    public static Retry Default { get; } = new(6, TimeSpan.FromMilliseconds(200));

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await action(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (attempt < Attempts && Passes(problem, cancellationToken))
            {
                // Jitter: those who were turned away together do not come back together.
                var pause = Math.Min(s_longest.Ticks, FirstPause.Ticks << (attempt - 1));
                await Task.Delay(TimeSpan.FromTicks((pause / 2) + (pause / 2 * RandomNumberGenerator.GetInt32(1000) / 1000)), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public static bool Passes(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static bool Passes(Exception problem, CancellationToken cancellationToken) => problem switch
    {
        RemoteException refused => refused.Passes,
        CorruptObjectException or FileNotFoundException or DirectoryNotFoundException => false,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => false,
        HttpRequestException or HttpIOException or TimeoutException => true,
        IOException => problem.InnerException is SocketException,
        _ => false,
    };
}
