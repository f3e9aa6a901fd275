namespace MlOps;

/// <summary>How much of the machine is sampled.</summary>
public enum SiliconDetail
{
    /// <summary>All that it has.</summary>
    Full,

    /// <summary>Processors and memory, of the machine and of this process: a few microseconds a sample.</summary>
    Lite,
}
