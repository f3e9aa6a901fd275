namespace MlOps.Silicon.Sampling;

/// <summary>Levels of several parts, of which some may not tell theirs.</summary>
internal static class Levels
{
    /// <summary>The higher one; <see langword="null"/> if neither is known.</summary>
    public static ThermalLevel? Highest(ThermalLevel? one, ThermalLevel? other) => one is null || other > one ? other : one;
}
