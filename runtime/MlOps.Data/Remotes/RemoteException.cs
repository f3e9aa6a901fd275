namespace MlOps.Data.Remotes;

/// <summary>A remote that refuses, cannot be reached, or is not configured; the message names it and the cure.</summary>
/// <param name="message">What, where, and what to do.</param>
/// <param name="inner">What it comes from.</param>
/// <param name="passes">Whether trying again may help.</param>
internal sealed class RemoteException(string message, Exception? inner = null, bool passes = false) : IOException(message, inner)
{
    public bool Passes { get; } = passes;

    /// <summary>The rest of an object was asked for, and there is no more of it.</summary>
    public bool IsPastEnd { get; init; }
}
