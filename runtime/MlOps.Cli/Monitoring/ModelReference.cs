using MlOps.Models;
using MlOps.Store;

namespace MlOps.Cli.Monitoring;

/// <summary>A model taken for a reference: what is meant is the profile that is kept with it.</summary>
internal static class ModelReference
{
    /// <summary>The file that a user means, by its path or by the address of a model in the embedded store.</summary>
    /// <exception cref="ModelRegistryException">There is no such model.</exception>
    /// <exception cref="FileNotFoundException">It has no profile.</exception>
    public static string FileOf(string reference)
    {
        if (!reference.StartsWith("models:/", StringComparison.Ordinal) && !reference.StartsWith("runs:/", StringComparison.Ordinal))
        {
            return reference;
        }

        using var registry = ModelRegistry.Open(StoreLocation.Resolve());
        var file = Path.Combine(registry.Resolve(reference), ModelEvent.ReferenceProfileName);
        return File.Exists(file)
            ? file
            : throw new FileNotFoundException($"'{reference}' has no '{ModelEvent.ReferenceProfileName}': log the model with ModelOptions.ReferenceProfile, or name a file.", file);
    }
}
