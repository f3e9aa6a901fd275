using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MlOps.Analyzers.Flow;

/// <summary>
/// Where the variables of a body are read and given something, in the order of the source. A body is walked through once for all
/// that the rules ask of it: long ones, with a question a line, would be walked through hundreds of times.
/// </summary>
internal sealed class BodyIndex
{
    private static readonly ConditionalWeakTable<IOperation, BodyIndex> s_known = new();

    private readonly ILookup<ISymbol, ILocalReferenceOperation> _locals;
    private readonly ILookup<ISymbol, IOperation> _given;

    private BodyIndex(IOperation root)
    {
        var locals = new List<ILocalReferenceOperation>();
        var given = new List<(ISymbol Symbol, IOperation Operation)>();
        foreach (var operation in root.Descendants())
        {
            if (operation is ILocalReferenceOperation local)
            {
                locals.Add(local);
            }

            foreach (var symbol in GivenBy(operation))
            {
                given.Add((symbol, operation));
            }
        }

        _locals = locals.ToLookup(static local => (ISymbol)local.Local, (IEqualityComparer<ISymbol>)SymbolEqualityComparer.Default);
        _given = given.ToLookup(static pair => pair.Symbol, static pair => pair.Operation, (IEqualityComparer<ISymbol>)SymbolEqualityComparer.Default);
    }

    /// <summary>The index of the body that an operation stands in.</summary>
    public static BodyIndex Of(IOperation operation) => s_known.GetValue(ValueFlow.RootOf(operation), static root => new(root));

    /// <summary>Where a local variable stands, to be read or written.</summary>
    public IEnumerable<ILocalReferenceOperation> PlacesOf(ILocalSymbol local) => _locals[local];

    /// <summary>What gives a variable or member something: declarations, assignments, steps, calls that take it by reference.</summary>
    public IEnumerable<IOperation> WritesTo(ISymbol symbol) => _given[symbol];

    /// <summary>The variable or member that an operation refers to.</summary>
    public static ISymbol? SymbolOf(IOperation place) => place switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: true } => ((IMemberReferenceOperation)place).Member,
        _ => null,
    };

    private static IEnumerable<ISymbol> GivenBy(IOperation operation) => operation switch
    {
        IVariableDeclaratorOperation { Initializer: not null } or IVariableDeclaratorOperation { Parent: IVariableDeclarationOperation { Initializer: not null } } => [((IVariableDeclaratorOperation)operation).Symbol],
        IAssignmentOperation { Target: ITupleOperation targets } => In(targets),
        IAssignmentOperation assignment => One(assignment.Target),
        IDeclarationExpressionOperation { Parent: IDeconstructionAssignmentOperation } declared => In(declared),
        IIncrementOrDecrementOperation step => One(step.Target),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => In(argument.Value),
        _ => [],
    };

    private static IEnumerable<ISymbol> One(IOperation target) => SymbolOf(target) is { } symbol ? [symbol] : [];

    private static IEnumerable<ISymbol> In(IOperation targets) =>
        targets.DescendantsAndSelf().Select(SymbolOf).OfType<ISymbol>().Distinct<ISymbol>(SymbolEqualityComparer.Default);
}
