namespace MlOps.Generators.Silicon;

/// <summary>What the code that has the machine sampled depends on.</summary>
/// <param name="Detail">How much is sampled, a member of <c>SiliconDetail</c>; <see langword="null"/> if nothing is.</param>
internal sealed record SiliconModel(string? Detail);
