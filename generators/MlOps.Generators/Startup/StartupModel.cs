namespace MlOps.Generators.Startup;

/// <summary>What the code that prepares a program for its runs depends on.</summary>
/// <param name="SiliconDetail">How much of the machine is sampled, a member of <c>SiliconDetail</c>; <see langword="null"/> if nothing is.</param>
/// <param name="Delivers">Whether runs go to an MLflow server that the environment names.</param>
internal sealed record StartupModel(string? SiliconDetail, bool Delivers);
