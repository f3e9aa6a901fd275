using Microsoft.CodeAnalysis;
using MlOps.Generators.Datasets;
using MlOps.Generators.Shared;
using MlOps.Generators.Versioning;

namespace MlOps.Generators.Tracking;

/// <summary>Which parameters are data, and so inputs of the run.</summary>
internal static class LoggedInputs
{
    private const string ContentHash = "global::MlOps.ContentHash";

    /// <summary>A data set's handle by itself, <c>[Versioned]</c> values and rows by their content hash.</summary>
    public static InputModel? Of(IParameterSymbol parameter, string name)
    {
        var marks = Marks.Of(parameter.GetAttributes());
        if (marks.IsNotLogged || marks.IsSensitive || parameter.RefKind == RefKind.Out)
        {
            return null;
        }

        var key = SourceWriter.Literal(marks.KeyOf(parameter.Name));
        return parameter.Type switch
        {
            var type when DatasetTypes.IsHandle(type) => new(name, name),
            var type when ShapeReader.IsVersioned(type) => new(name, $"{key}, {ContentHash}.Of({name})"),
            var type when AreRows(type) => new(name, $"{key}, {ContentHash}.OfCollection({name})"),
            _ => null,
        };
    }

    /// <summary>Whether they can be enumerated; that it does not use them up is seen at run time.</summary>
    private static bool AreRows(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => ShapeReader.IsVersioned(array.ElementType),
        INamedTypeSymbol named => named.AllInterfaces.Prepend(named).Any(static face =>
            face.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T && ShapeReader.IsVersioned(face.TypeArguments[0])),
        _ => false,
    };
}
