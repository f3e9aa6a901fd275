using Microsoft.CodeAnalysis;

namespace MlOps.Analyzers.Security;

/// <summary>One value that calls of a tracked method write into a run.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Type">Its type, a scalar.</param>
/// <param name="Path">How it is read: <c>options.ApiKey</c>.</param>
/// <param name="Symbol">The parameter, or the member.</param>
/// <param name="Method">The method.</param>
/// <param name="Parameter">The parameter that it comes from; null where it comes from the result.</param>
/// <param name="Rename">What <c>[Param]</c> calls it.</param>
internal sealed record LoggedValue(string Name, ITypeSymbol Type, string Path, ISymbol Symbol, IMethodSymbol Method, IParameterSymbol? Parameter, string? Rename)
{
    /// <summary>Whether an attribute can stand on the member itself, in this project.</summary>
    public bool IsOwnMember => Symbol is IPropertySymbol or IFieldSymbol { ContainingType.IsTupleType: false }
        && SymbolEqualityComparer.Default.Equals(Symbol.ContainingAssembly, Method.ContainingAssembly);
}
