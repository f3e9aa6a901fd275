using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MlOps.Analyzers.Flow;

/// <summary>
/// Where a value comes from and where it goes, inside one body. The order of statements is not looked at: what a variable is
/// given anywhere may be in it everywhere.
/// </summary>
internal static class ValueFlow
{
    // A body in which more variables lead to one another is a puzzle that nobody wants solved while typing.
    private const int MaxSteps = 64;

    /// <summary>What a value may be: local variables and conversions seen through, down to calls, constants, parameters and members.</summary>
    public static ImmutableArray<IOperation> OriginsOf(IOperation value)
    {
        var found = ImmutableArray.CreateBuilder<IOperation>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<IOperation>([value]);
        for (var steps = 0; open.Count > 0 && steps < MaxSteps; steps++)
        {
            switch (open.Pop())
            {
                case IConversionOperation conversion:
                    open.Push(conversion.Operand);
                    break;
                case IParenthesizedOperation parenthesized:
                    open.Push(parenthesized.Operand);
                    break;
                case IAwaitOperation awaited:
                    open.Push(awaited.Operation);
                    break;
                case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                    open.Push(conditional.WhenTrue);
                    open.Push(otherwise);
                    break;
                case ICoalesceOperation coalesce:
                    open.Push(coalesce.Value);
                    open.Push(coalesce.WhenNull);
                    break;
                case ILocalReferenceOperation local:
                    if (seen.Add(local.Local))
                    {
                        var values = ValuesOf(local.Local, RootOf(local)).ToImmutableArray();
                        if (values.IsEmpty)
                        {
                            found.Add(local); // A loop or a pattern gives it what it is.
                        }

                        foreach (var given in values)
                        {
                            open.Push(given);
                        }
                    }

                    break;
                case var end:
                    found.Add(end);
                    break;
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The one thing that a value can only be; null where it may be several.</summary>
    public static IOperation? OriginOf(IOperation value) => OriginsOf(value) is { Length: 1 } only ? only[0] : null;

    /// <summary>Whether something else decides that it is this value: in <c>seed is { } s ? new Random(s) : new Random()</c> the caller does.</summary>
    public static bool IsOneOfSeveral(IOperation value) => value.Parent switch
    {
        IConversionOperation or IParenthesizedOperation => IsOneOfSeveral(value.Parent),
        IConditionalOperation or ICoalesceOperation or ISwitchExpressionArmOperation => true,
        _ => false,
    };

    /// <summary>
    /// What gets a value: arguments, returns, assignments to members, operators, loops. Local variables, conversions and
    /// branches are seen through, and what <paramref name="passes"/> says: an operation that hands on what it is made of.
    /// </summary>
    public static ImmutableArray<IOperation> UsesOf(IOperation value, Func<IOperation, bool>? passes = null)
    {
        var found = ImmutableArray.CreateBuilder<IOperation>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<IOperation>([value]);
        for (var steps = 0; open.Count > 0 && steps < MaxSteps; steps++)
        {
            var current = open.Pop();
            switch (current.Parent)
            {
                case null or IExpressionStatementOperation:
                    break;
                case IConversionOperation or IParenthesizedOperation or IAwaitOperation or ICoalesceOperation or IVariableInitializerOperation:
                    open.Push(current.Parent);
                    break;
                case IConditionalOperation conditional when conditional.Condition != current && conditional.Type is not null:
                    open.Push(conditional);
                    break;
                case IVariableDeclaratorOperation declarator:
                    Follow(declarator.Symbol, declarator);
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment when assignment.Value == current:
                    Follow(local.Local, assignment);
                    open.Push(assignment);
                    break;
                case var parent when passes?.Invoke(parent) == true:
                    open.Push(parent);
                    break;
                case var parent:
                    found.Add(parent);
                    break;
            }
        }

        return found.ToImmutable();

        void Follow(ILocalSymbol local, IOperation place)
        {
            if (seen.Add(local))
            {
                foreach (var reference in ReferencesTo(local, RootOf(place)))
                {
                    open.Push(reference);
                }
            }
        }
    }

    /// <summary>The reads of a local variable.</summary>
    public static IEnumerable<ILocalReferenceOperation> ReferencesTo(ILocalSymbol local, IOperation root) =>
        BodyIndex.Of(root).PlacesOf(local).Where(static reference => !IsTarget(reference));

    /// <summary>What a local variable is given, in a body or a part of one.</summary>
    public static IEnumerable<IOperation> ValuesOf(ILocalSymbol local, IOperation root)
    {
        foreach (var operation in BodyIndex.Of(root).WritesTo(local))
        {
            if (root.Parent is not null && !root.Syntax.Span.Contains(operation.Syntax.Span))
            {
                continue;
            }

            if (operation is IVariableDeclaratorOperation declarator
                && (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer) is { } initializer)
            {
                yield return initializer.Value;
            }
            else if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation } assignment)
            {
                yield return assignment.Value;
            }
        }
    }

    /// <summary>The body that an operation stands in.</summary>
    public static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    private static bool IsTarget(ILocalReferenceOperation reference) =>
        reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;

    /// <summary>What stands in a body itself: local functions are members of their own.</summary>
    public static IEnumerable<IOperation> DescendantsOutsideLocalFunctions(this IOperation root)
    {
        var open = new Stack<IOperation>(root is ILocalFunctionOperation local ? local.ChildOperations : [root]);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            yield return operation;
            foreach (var child in operation.ChildOperations)
            {
                if (child is not ILocalFunctionOperation)
                {
                    open.Push(child);
                }
            }
        }
    }
}
