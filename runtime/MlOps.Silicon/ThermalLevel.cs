namespace MlOps;

/// <summary>How much the machine is held back by its heat or by what it may draw, from the mildest on.</summary>
public enum ThermalLevel
{
    /// <summary>Nothing holds it back.</summary>
    Nominal,

    /// <summary>Warm: still at full speed, not for long.</summary>
    Elevated,

    /// <summary>It runs slower than it could.</summary>
    Throttling,

    /// <summary>About to stop itself: work that can wait should.</summary>
    Critical,
}
