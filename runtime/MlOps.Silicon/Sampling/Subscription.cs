namespace MlOps.Silicon.Sampling;

/// <summary>Somebody who is told of samples, and when he is due.</summary>
internal sealed class Subscription(ISampleReader reader, double since)
{
    public ISampleReader Reader => reader;

    public double Since { get; } = since;

    public double Due { get; set; } = since;

    /// <summary>Somebody who comes, or goes.</summary>
    /// <param name="Reader">Who.</param>
    /// <param name="Joins">What is kept of those who come.</param>
    internal sealed record Change(ISampleReader Reader, Subscription? Joins);
}
