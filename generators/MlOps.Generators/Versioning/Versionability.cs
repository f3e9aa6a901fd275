using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Versioning;

/// <summary>Says which types can be versioned, and for the others why not and what to do instead.</summary>
internal static class Versionability
{
    /// <summary>What stands in the way, or <see langword="null"/> if nothing does.</summary>
    public static (string Reason, string Cure)? WhyNot(INamedTypeSymbol type)
    {
        if (TypePath.Around(type).FirstOrDefault(static part => part.IsGenericType) is { } generic)
        {
            return ($"'{generic.Name}' is generic, and each of its types would be hashed in another way", "Version a type that is not generic");
        }

        if (TypeAccess.HiddenIn(type) is { Count: > 0 } hidden)
        {
            return ($"generated code cannot see '{hidden[0].Name}'", $"Make '{hidden[0].Name}' internal or public");
        }

        return type switch
        {
            { IsStatic: true } => ("it is static and holds no values", "Version the type of the values"),
            { IsAbstract: true } => ("it is abstract, and a hash of it would miss what derived types add", "Version the derived types"),
            { IsRefLikeType: true } => ("it only lives on the stack", "Version a type that can be kept in a list"),
            _ when type.AllInterfaces.Any(static face => face.SpecialType == SpecialType.System_Collections_IEnumerable) =>
                ("it is a collection", "Version the type of its elements"),
            _ => null,
        };
    }
}
