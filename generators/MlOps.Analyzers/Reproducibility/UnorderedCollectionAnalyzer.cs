using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Training;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3007: what <c>bag.ToArray()</c> has first depends on which thread was first.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnorderedCollectionAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.Loop, OperationKind.Invocation)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3007",
        DiagnosticSeverity.Info,
        "Order of a collection without one decides what is learned",
        "'{0}' promises no order, and here {1}. Sort the elements first, keep them in a list, or, with AsParallel, call AsOrdered.");

    private static readonly HashSet<string> s_unordered = new(
        ["ConcurrentBag", "ConcurrentDictionary", "ImmutableDictionary", "ImmutableHashSet", "FrozenDictionary", "FrozenSet", "Hashtable"], StringComparer.Ordinal);

    private static readonly HashSet<string> s_removals = new(["Remove", "RemoveWhere", "ExceptWith", "IntersectWith", "SymmetricExceptWith"], StringComparer.Ordinal);

    private protected override Func<OperationAnalysisContext, Finding?> Prepare(Compilation compilation) => static context => context.Operation switch
    {
        IForEachLoopOperation loop => Find(Unconverted(loop.Collection)) ?? FindSum(loop),
        IInvocationOperation { TargetMethod: { Name: "AsParallel", ContainingType.Name: "ParallelEnumerable" } } parallel => Say(parallel, "AsParallel"),
        IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable", Arguments: { IsEmpty: false } arguments } => Find(Unconverted(arguments[0].Value)),
        IInvocationOperation { TargetMethod.Name: "ToArray", Instance: { } instance } copy when Unordered(instance) is { } name => Say(copy, name),
        _ => null,
    };

    // Every order of a floating-point sum rounds to another result.
    private static Finding? FindSum(IForEachLoopOperation loop) => Unordered(Unconverted(loop.Collection)) is { } name
        && loop.Body.Descendants().Any(operation =>
            operation is ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply, Type.SpecialType: SpecialType.System_Double or SpecialType.System_Single } sum
            && SymbolOf(sum.Target) is { } symbol
            && !symbol.DeclaringSyntaxReferences.Any(declared => loop.Syntax.SyntaxTree == declared.SyntaxTree && loop.Syntax.Span.Contains(declared.Span))
            && sum.Target is not IMemberReferenceOperation { Instance: not (null or IInstanceReferenceOperation) })
            ? new(Unconverted(loop.Collection).Syntax.GetLocation(), name, "a floating-point sum takes them as they come, and every order rounds to another result")
            : null;

    private static Finding? Find(IOperation sequence) => Unordered(sequence) is { } name ? Say(sequence, name) : null;

    private static Finding? Say(IOperation sequence, string name) =>
        OrderOfSequence.Of(sequence, hasMany: true) is { } words ? new(sequence.Syntax.GetLocation(), name, words) : null;

    private static string? Unordered(IOperation sequence)
    {
        var owner = sequence is IPropertyReferenceOperation { Property.Name: "Keys" or "Values", Instance: { } of } ? of : sequence;
        return owner.Type?.Name is not { } name ? null
            : s_unordered.Contains(name) ? name
            : name is "HashSet" or "Dictionary" && LosesElements(owner) ? name
            : null;
    }

    // Both keep the order of insertion, until something new takes the place of what was removed.
    private static bool LosesElements(IOperation collection) => SymbolOf(collection) is { } symbol
        && ValueFlow.RootOf(collection).Descendants().Any(operation =>
            operation is IInvocationOperation { Instance: { } instance, TargetMethod.Name: var name }
            && s_removals.Contains(name)
            && SymbolEqualityComparer.Default.Equals(SymbolOf(instance), symbol));

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member,
        _ => null,
    };

    private static IOperation Unconverted(IOperation operation) => operation is IConversionOperation conversion ? Unconverted(conversion.Operand) : operation;
}
