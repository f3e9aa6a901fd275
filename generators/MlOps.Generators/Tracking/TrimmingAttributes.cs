using System.Globalization;
using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>
/// What a method asks of the trimmer and of the AOT compiler, its tracker must ask too: the calls go through it.
/// </summary>
internal static class TrimmingAttributes
{
    private const string Namespace = "System.Diagnostics.CodeAnalysis";

    /// <summary><c>[RequiresUnreferencedCode("…")]</c> and the like, each as an attribute to write above a method.</summary>
    public static IEnumerable<string> OfMethod(IMethodSymbol method) => method.GetAttributes()
        .Where(static attribute => attribute.AttributeClass is { Name: "RequiresUnreferencedCodeAttribute" or "RequiresDynamicCodeAttribute" or "RequiresAssemblyFilesAttribute" } type && type.IsIn(Namespace))
        .Select(static attribute => $"[global::{Namespace}.{attribute.AttributeClass!.Name.Replace("Attribute", "")}({SourceWriter.Literal(attribute.FirstText() ?? "")})]");

    /// <summary><c>[DynamicallyAccessedMembers(…)] </c> of a parameter or type parameter, to write before it; else nothing.</summary>
    public static string Of(ISymbol parameter)
    {
        var attribute = parameter.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass is { Name: "DynamicallyAccessedMembersAttribute" } type && type.IsIn(Namespace));
        return attribute?.ConstructorArguments.FirstOrDefault().Value is int members
            ? $"[global::{Namespace}.DynamicallyAccessedMembers((global::{Namespace}.DynamicallyAccessedMemberTypes){members.ToString(CultureInfo.InvariantCulture)})] "
            : "";
    }
}
