namespace MlOps.Tests.MLflow.Proxy;

/// <summary>What can happen to a request between a client and a server.</summary>
internal enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The connection is closed as soon as it is made.</summary>
    Refuse,

    /// <summary>The connection is lost before the request reaches the server.</summary>
    DropBefore,

    /// <summary>The connection is lost in the middle of the request.</summary>
    ResetMidRequest,

    /// <summary>The server does what was asked, and its answer is lost.</summary>
    DropAfter,

    /// <summary>The server does what was asked, and half of its answer is lost.</summary>
    TruncateAnswer,

    /// <summary>The server does what was asked, and somebody on the way says that it failed.</summary>
    FailAfter,

    /// <summary>The server is asked twice.</summary>
    Duplicate,

    /// <summary>The answer takes a while.</summary>
    Delay,

    /// <summary>429 with <c>Retry-After</c>.</summary>
    TooManyRequests,

    /// <summary>500 as MLflow answers it.</summary>
    InternalError,

    /// <summary>503 without a word.</summary>
    Unavailable,

    /// <summary>A page in place of an answer, with 200, as gates to the internet show it.</summary>
    Page,

    /// <summary>502 with a page, as proxies show it.</summary>
    BadGateway,
}
