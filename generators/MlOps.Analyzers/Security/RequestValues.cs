using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Security;

/// <summary>Finds texts that a request brings: parameters of handlers and of actions, names of uploaded files, the query.</summary>
internal static class RequestValues
{
    private const int MaxDepth = 6;

    /// <summary>The first of them that a text is made of; null where there is none.</summary>
    public static IOperation? In(IOperation text, int depth = 0)
    {
        if (depth > MaxDepth || text.ConstantValue.HasValue)
        {
            return null;
        }

        foreach (var origin in ValueFlow.OriginsOf(text))
        {
            if (IsRequestValue(origin))
            {
                return origin;
            }

            if (PartsOf(origin).Select(part => In(part, depth + 1)).FirstOrDefault(static found => found is not null) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The lambda expression or local function that an operation stands in; the whole body where it stands in none.</summary>
    public static IOperation BodyAround(IOperation operation)
    {
        var current = operation;
        while (current.Parent is { } parent && current is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            current = parent;
        }

        return current;
    }

    private static IEnumerable<IOperation> PartsOf(IOperation text) => text switch
    {
        IInterpolatedStringOperation interpolated => interpolated.Parts.OfType<IInterpolationOperation>().Select(static part => part.Expression),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => [sum.LeftOperand, sum.RightOperand],
        IInvocationOperation call when IsJoin(call.TargetMethod) => (call.Instance is { } self ? [self] : Array.Empty<IOperation>())
            .Concat(call.Arguments.SelectMany(static argument => argument.Value is IArrayCreationOperation { Initializer: { } list } ? list.ElementValues : [argument.Value])),
        _ => [],
    };

    private static bool IsJoin(IMethodSymbol method) => method.ContainingType switch
    {
        { Name: "Path" } path => method.Name is "Combine" or "Join" or "GetFullPath" or "ChangeExtension" && path.IsIn("System.IO"),
        { SpecialType: SpecialType.System_String } => method.Name is "Concat" or "Format" or "Join" or "Trim" or "ToLower" or "ToLowerInvariant" or "ToString",
        { Name: "StringValues" } => method.Name == "ToString",
        _ => false,
    };

    private static bool IsRequestValue(IOperation value) => value switch
    {
        IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_String } parameter } => IsOfHandler(value, parameter) || IsOfAction(parameter),
        IPropertyReferenceOperation { Property: { Name: "FileName", ContainingType: { Name: "IFormFile" } type } } => type.IsIn("Microsoft.AspNetCore.Http"),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance.Type: { Name: "IQueryCollection" or "IFormCollection" or "IHeaderDictionary" or "RouteValueDictionary" } type } =>
            type.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Of a lambda expression in <c>app.MapGet("/models/{name}", …)</c>, unless the route says what the name may be.</summary>
    private static bool IsOfHandler(IOperation value, IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda)
        {
            return false;
        }

        var current = value;
        while (current is not null && !(current is IAnonymousFunctionOperation function && SymbolEqualityComparer.Default.Equals(function.Symbol, lambda)))
        {
            current = current.Parent;
        }

        while (current?.Parent is IConversionOperation or IDelegateCreationOperation)
        {
            current = current.Parent;
        }

        return current?.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { ContainingType.Name: "EndpointRouteBuilderExtensions" } target } map }
            && target.Name.StartsWith("Map", StringComparison.Ordinal)
            && !map.Arguments.Any(argument => argument.Value.ConstantValue.Value is string route && route.IndexOf($"{{{parameter.Name}:", StringComparison.OrdinalIgnoreCase) >= 0)
            && !IsService(parameter);
    }

    // Without a result and any attribute it is a helper that is public by mistake, mostly with parameters that no request can bring.
    private static bool IsOfAction(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false } action
        && (!action.ReturnsVoid || !action.GetAttributes().IsEmpty || !parameter.GetAttributes().IsEmpty)
        && IsController(action.ContainingType)
        && !action.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "NonActionAttribute")
        && !IsService(parameter);

    private static bool IsController(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == "ControllerBase" && type.IsIn("Microsoft.AspNetCore.Mvc"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsService(IParameterSymbol parameter) =>
        parameter.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "FromServicesAttribute" or "FromKeyedServicesAttribute");
}
