using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary>The repository that a command is about.</summary>
internal static class RepositoryHere
{
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static DvcRepository Find()
    {
        var folder = Directory.GetCurrentDirectory();
        return DvcRepository.Find(folder) ?? throw new DirectoryNotFoundException(
            $"no folder .dvc in '{folder}' or above it. Run 'mlops data init', or build a project with a <Dataset> item.");
    }
}
