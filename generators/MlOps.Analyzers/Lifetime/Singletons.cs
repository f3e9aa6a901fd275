using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MlOps.Analyzers.Lifetime;

/// <summary>What a registration as a singleton makes one of.</summary>
internal static class Singletons
{
    /// <summary>The types that stand in the call: in its brackets, in a <c>typeof</c>, in what it is given or a lambda makes.</summary>
    public static IEnumerable<INamedTypeSymbol> TypesOf(IInvocationOperation call) => call.TargetMethod.TypeArguments
        .Concat(call.Arguments.SelectMany(static argument => TypesIn(Plain(argument.Value))))
        .OfType<INamedTypeSymbol>();

    private static IEnumerable<ITypeSymbol?> TypesIn(IOperation value) => value switch
    {
        ITypeOfOperation type => [type.TypeOperand],
        IObjectCreationOperation creation => [creation.Type],
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda.Body.Operations.OfType<IReturnOperation>().Select(static made => made.ReturnedValue is { } value ? Plain(value).Type : null),
        _ => [],
    };

    private static IOperation Plain(IOperation value) => value is IConversionOperation conversion ? Plain(conversion.Operand) : value;
}
