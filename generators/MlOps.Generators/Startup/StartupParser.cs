namespace MlOps.Generators.Startup;

/// <summary>
/// Reads the build properties <c>MlOpsSilicon</c>: <c>true</c>, <c>full</c>, <c>lite</c>, and <c>MlOpsMlflow</c>: <c>true</c>; anything else is no. So
/// is what the project does not reference.
/// </summary>
internal static class StartupParser
{
    public static StartupModel Parse(StartupLibraries libraries, string silicon, string mlflow) => new(
        !libraries.Silicon ? null : Word(silicon) switch
        {
            "true" or "full" => "Full",
            "lite" => "Lite",
            _ => null,
        },
        libraries.Mlflow && Word(mlflow) == "true");

    private static string Word(string property) => property.Trim().ToLowerInvariant();
}

/// <summary>Which of the libraries that look after runs a project references.</summary>
internal readonly record struct StartupLibraries(bool Silicon, bool Mlflow);
