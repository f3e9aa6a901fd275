namespace MlOps;

/// <summary>What training does about the heat of the machine. Several may be combined; each begins where the one before is not enough.</summary>
[Flags]
public enum ThermalPolicy
{
    /// <summary>Only look on: levels are recorded, nothing changes.</summary>
    None = 0,

    /// <summary>Fewer threads: those of the fast cores while the machine is held back, half of that when it is critical.</summary>
    ShrinkParallelism = 1,

    /// <summary>Smaller pieces of a batch, whose gradients are added up: the batch that the optimizer sees, and so the result, stays the same.</summary>
    HalveMicroBatches = 2,

    /// <summary>Stop between two steps when it is critical, after a checkpoint, until the machine has cooled.</summary>
    PauseToCool = 4,
}
