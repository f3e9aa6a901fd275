namespace MlOps.Store;

/// <summary>One thing that was looked at, and what came of it.</summary>
/// <param name="Name">What was looked at, such as <c>store integrity</c>.</param>
/// <param name="Ok">Whether it is as it should be.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Cure">What helps, when it is not.</param>
public sealed record HealthCheck(string Name, bool Ok, string Detail, string? Cure = null);
