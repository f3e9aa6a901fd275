using Polly.CircuitBreaker;

namespace MlOps.MLflow.Hosting;

/// <summary>Says in the client's own words that the circuit breaker did not let a call through.</summary>
internal sealed class OpenCircuitHandler : DelegatingHandler
{
    /// <summary>How long calls are not let through.</summary>
    public static readonly TimeSpan Break = TimeSpan.FromSeconds(15);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException open)
        {
            throw new MlflowException(MlflowErrorCode.TemporarilyUnavailable, "The server failed again and again, and is left alone for a while.", open)
            {
                Endpoint = $"{request.Method} {request.RequestUri?.GetLeftPart(UriPartial.Path)}",
                Hint = "The failures before this one say why.",
                IsTransient = true,
                RetryAfter = Break,
                WasNotReceived = true,
                IsFutileNow = true,
            };
        }
    }
}
