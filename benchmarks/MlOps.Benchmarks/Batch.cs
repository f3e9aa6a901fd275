namespace MlOps.Benchmarks;

/// <summary>What one measured iteration pushes: half a ring of the size that programs use, so the ring is never full.</summary>
/// <remarks>
/// It is also the distance between two wake-ups of the recorder's thread: every batch pays for exactly one, which is
/// what a training loop pays.
/// </remarks>
internal static class Batch
{
    public const int Size = RingCapacity / 2;

    public const int RingCapacity = 16 * 1024;

    public const string Metric = "loss";
}
