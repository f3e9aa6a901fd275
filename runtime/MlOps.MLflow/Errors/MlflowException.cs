using System.Net;

namespace MlOps.MLflow;

/// <summary>A call to an MLflow server failed. The message says which, why, and what helps.</summary>
public sealed class MlflowException : Exception
{
    internal MlflowException(string code, string reason, Exception? inner = null)
        : base(reason, inner) => (Code, Reason) = (code, reason);

    /// <summary>MLflow's error code, or one of <see cref="MlflowErrorCode"/>.</summary>
    public string Code { get; }

    /// <summary>What went wrong, in words; without call, address and cure.</summary>
    public string Reason { get; }

    /// <summary>The status of the answer; null when none came.</summary>
    public HttpStatusCode? Status { get; internal init; }

    /// <summary>The call and where it went, such as <c>POST runs/create at http://localhost:5000/</c>; empty when none was made.</summary>
    public string Endpoint { get; internal init; } = "";

    /// <summary>What helps, in words; null where nothing better can be said than the reason.</summary>
    public string? Hint { get; internal init; }

    /// <summary>Whether the same call may succeed later with nothing changed on this side.</summary>
    public bool IsTransient { get; internal init; }

    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>Call, reason and cure.</summary>
    public override string Message => string.Join(" ", new[] { Endpoint.Length == 0 ? null : $"{Endpoint}:", Reason, Hint }.Where(static part => part is not null));

    /// <summary>Whether the server certainly did nothing: it was not reached, or refused before looking.</summary>
    internal bool WasNotReceived { get; init; }

    /// <summary>Whether it will be the same in some seconds, so that the client itself does not wait for it: a certificate, a name.</summary>
    internal bool IsFutileNow { get; init; }
}
