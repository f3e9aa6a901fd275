using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Datasets;

/// <summary>Recognises handles of data sets.</summary>
internal static class DatasetTypes
{
    public static bool IsHandle(ITypeSymbol type) => type.Name == "Dataset" && type.IsIn("MlOps");
}
