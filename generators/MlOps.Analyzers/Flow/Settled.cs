using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MlOps.Analyzers.Flow;

/// <summary>
/// What a variable or member surely holds at one place of a body: what the last statement gave it that must have run before. Where
/// a branch, a loop or another function may have given it something else, nothing is sure.
/// </summary>
internal static class Settled
{
    private const int MaxSteps = 16;

    /// <summary>The call, or whatever else, that surely made a value; null where that is not certain.</summary>
    public static IOperation? OriginOf(IOperation value)
    {
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;
                case IAwaitOperation awaited:
                    value = awaited.Operation;
                    break;
                default:
                    var given = At(value);
                    if (given is null || given == value)
                    {
                        return given;
                    }

                    value = given;
                    break;
            }
        }

        return null;
    }

    /// <summary>What the variable or member at a place was given; the place itself where it has its value from outside, and for all that is neither.</summary>
    public static IOperation? At(IOperation place)
    {
        if (BodyIndex.SymbolOf(place) is not { } symbol)
        {
            return place;
        }

        var (function, last, wasElsewhere) = (FunctionAround(place), default(IOperation), false);
        foreach (var operation in BodyIndex.Of(place).WritesTo(symbol))
        {
            if (ValueIn(operation) is null || IsOfAnother(place) || IsOfAnother(TargetOf(operation)))
            {
                return null;
            }

            var isBefore = operation.Syntax.Span.End <= place.Syntax.SpanStart;
            wasElsewhere |= FunctionAround(operation) != function;
            if (isBefore ? !MustRunBefore(operation, place) : ShareLoop(operation, place, last))
            {
                return null;
            }

            if (last is not null && wasElsewhere)
            {
                return null;
            }

            last = isBefore ? operation : last;
        }

        return last is null ? wasElsewhere ? null : place : ValueIn(last);
    }

    // The same member of two objects is two places.
    private static bool IsOfAnother(IOperation? place) => place is IMemberReferenceOperation { Instance: not (null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }) };

    private static IOperation? TargetOf(IOperation operation) => (operation as IAssignmentOperation)?.Target;

    private static IOperation? ValueIn(IOperation operation) => operation switch
    {
        IVariableDeclaratorOperation declarator => (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value,
        ISimpleAssignmentOperation { IsRef: false } assignment => assignment.Value,
        _ => null,
    };

    // A declaration that is in scope has run; another statement has if the block that it stands in is around.
    private static bool MustRunBefore(IOperation write, IOperation place) =>
        write is IVariableDeclaratorOperation
        || (write.Parent is IExpressionStatementOperation { Parent: IBlockOperation block } && block.Syntax.Span.Contains(place.Syntax.Span));

    // The next round begins with what this one left, unless it is given something anew.
    private static bool ShareLoop(IOperation write, IOperation place, IOperation? last)
    {
        for (var current = place.Parent; current is not null; current = current.Parent)
        {
            if (current is ILoopOperation && current.Syntax.Span.Contains(write.Syntax.Span))
            {
                return last is null || !current.Syntax.Span.Contains(last.Syntax.Span);
            }
        }

        return false;
    }

    private static IOperation? FunctionAround(IOperation operation)
    {
        var current = operation.Parent;
        while (current is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            current = current.Parent;
        }

        return current;
    }
}
