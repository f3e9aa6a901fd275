namespace MlOps.Analyzers.Reproducibility;

/// <summary>What of a training run a value can decide.</summary>
[Flags]
internal enum Decides
{
    /// <summary>Where a generator of random numbers begins.</summary>
    Seed = 1,

    /// <summary>What comes first.</summary>
    Order = 2,

    /// <summary>Columns and tensors.</summary>
    Data = 4,

    /// <summary>Which part a row falls into, and which element is taken.</summary>
    Share = 8,
}
