using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Frameworks;

namespace MlOps.Analyzers.Flow;

/// <summary>What rules ask of a call.</summary>
internal static class Calls
{
    /// <summary>The name of the method that is called, where a long chain of calls begins far before it.</summary>
    public static Location NameLocation(this IInvocationOperation call) =>
        (call.Syntax as InvocationExpressionSyntax)?.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.GetLocation(),
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.GetLocation(),
            SimpleNameSyntax name => name.Identifier.GetLocation(),
            _ => call.Syntax.GetLocation(),
        };

    /// <summary>What is given for a parameter; null where the call leaves it out.</summary>
    public static IOperation? Given(this IInvocationOperation call, string parameter)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Parameter?.Name == parameter)
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>The data that a call gets; by the type where an implementation names its parameter otherwise.</summary>
    public static IOperation? DataOf(this KnownMember member, IInvocationOperation call) =>
        (member.Data is { } name ? call.Given(name) : null)
        ?? call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Type.Name == "IDataView")?.Value;

    /// <summary>The call that gets a lambda; null where it goes elsewhere.</summary>
    public static IInvocationOperation? CallWith(IAnonymousFunctionOperation lambda)
    {
        var current = lambda.Parent;
        while (current is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            current = current.Parent;
        }

        return (current as IArgumentOperation)?.Parent as IInvocationOperation;
    }

    /// <summary>The methods that a call gets instead of lambdas: <c>Parallel.ForEach(rows, Score)</c>.</summary>
    public static IEnumerable<IMethodReferenceOperation> MethodGroups(this IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var value = argument.Value;
            while (value is IConversionOperation conversion)
            {
                value = conversion.Operand;
            }

            if (value is IDelegateCreationOperation { Target: IMethodReferenceOperation method })
            {
                yield return method;
            }
        }
    }

    /// <summary>A text that the compiler knows.</summary>
    public static string? Text(this IOperation? value) => value is { ConstantValue: { HasValue: true, Value: string text } } ? text : null;
}
