using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;

namespace MlOps.Analyzers.Leakage;

/// <summary>Finds what a model that a method measures with its own <c>Evaluate</c> was trained with, in the same method.</summary>
internal sealed class OwnEvaluation(RowSource rows, Framework? framework)
{
    /// <summary>The data that training and measuring have in common; null where they have none, or that is not certain.</summary>
    public IOperation? LearnedBefore(IInvocationOperation measure)
    {
        if (!OwnMethods.Measure(measure) || !OwnMethods.TakesAllItGets(measure))
        {
            return null;
        }

        // What a loop hands out, a batch or a fold, is measured in passing.
        var measured = OwnMethods.DataOf(measure).Select(rows.Of).ToImmutableArray();
        return measured.Any(static source => source is null or ILocalReferenceOperation or IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } })
            ? null
            : ValueFlow.RootOf(measure).Descendants()
                .OfType<IInvocationOperation>()
                .Where(training => training != measure && Trains(training) && MustRunBefore(training, measure) && IsOfTheSame(training, measure))
                .Select(training => Shared(training, measure, measured))
                .FirstOrDefault(static shared => shared is not null);
    }

    private bool Trains(IInvocationOperation call) => OwnMethods.Train(call)
        ? !OwnMethods.Divides(call)
        : call.TargetMethod.Name == "Fit" && framework?.Find(call.TargetMethod) is { Role: MemberRole.Fits };

    private IOperation? Shared(IInvocationOperation training, IInvocationOperation measure, ImmutableArray<IOperation?> measured)
    {
        var learned = OwnMethods.DataOf(training).ToImmutableArray();
        return measured.All(source => learned.Any(other => rows.AreSame(rows.Of(other), source))) && !ChangesBetween(training, measure, measured)
            ? learned.First(other => rows.AreSame(rows.Of(other), measured[0]))
            : null;
    }

    // A list that is filled anew, and a member that another method of its class may set.
    private static bool ChangesBetween(IOperation training, IInvocationOperation measure, ImmutableArray<IOperation?> sources) => ValueFlow.RootOf(measure).Descendants()
        .OfType<IInvocationOperation>()
        .Where(call => call.Syntax.SpanStart > training.Syntax.Span.End && call.Syntax.Span.End < measure.Syntax.SpanStart)
        .Any(call => sources.Any(source => MaySet(call, source)) || (SymbolOf(call.Instance) is { } changed && OwnMethods.DataOf(measure).Any(data => Is(SymbolOf(data), changed))));

    private static bool MaySet(IInvocationOperation call, IOperation? source) =>
        source is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Member: var member }
        && member is not (IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null })
        && Is(call.TargetMethod.ContainingType, member.ContainingType);

    /// <summary>Whether one call has always run when another does: it stands before it, and in no branch of its own.</summary>
    private static bool MustRunBefore(IOperation training, IOperation measure)
    {
        for (var current = training; current.Parent is { } parent; current = parent)
        {
            var isBranch = parent is IConditionalOperation choice ? current != choice.Condition
                : parent is ISwitchCaseOperation or ISwitchExpressionArmOperation or ICatchClauseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation;
            if (parent.Syntax.Span.Contains(measure.Syntax.Span))
            {
                return !(isBranch && parent is IConditionalOperation) && training.Syntax.Span.End <= measure.Syntax.Span.End;
            }

            if (isBranch)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Whether what is measured is what was trained: the object of both calls, one that both get, or the result of the training.</summary>
    private static bool IsOfTheSame(IInvocationOperation training, IInvocationOperation measure)
    {
        if (measure.Syntax.Span.Contains(training.Syntax.Span))
        {
            return true;
        }

        var measured = ModelsOf(measure).ToImmutableArray();
        return measured.IsEmpty
            ? !measure.TargetMethod.Name.StartsWith("Validate", StringComparison.Ordinal) && Is(training.TargetMethod.ContainingType, measure.TargetMethod.ContainingType)
            : measured.Select(SymbolOf).Any(model => model is not null && ModelsOf(training).Select(SymbolOf).Concat(ResultsOf(training)).Contains(model, SymbolEqualityComparer.Default));
    }

    private static IEnumerable<IOperation> ModelsOf(IInvocationOperation call) => call.Arguments
        .Where(static argument => argument.ArgumentKind != ArgumentKind.DefaultValue)
        .Select(static argument => OwnMethods.Plain(argument.Value))
        .Except(OwnMethods.DataOf(call))
        .Concat(call.Instance is { } owner and not IInstanceReferenceOperation ? [owner] : [])
        .Where(static value => !IsTool(value.Type));

    // Both get these, whatever the model.
    private static bool IsTool(ITypeSymbol? type) =>
        type?.Name is null or "MLContext" or "Device" or "CancellationToken" or "String" || type.Name.IndexOf("Logger", StringComparison.Ordinal) >= 0;

    /// <summary>The variables and members that get what a call returns.</summary>
    private static IEnumerable<ISymbol> ResultsOf(IOperation call)
    {
        for (var current = call.Parent; current is not (null or IExpressionStatementOperation or IBlockOperation or IInvocationOperation); current = current.Parent)
        {
            switch (current)
            {
                case IVariableDeclaratorOperation declarator:
                    yield return declarator.Symbol;
                    break;
                case IAssignmentOperation assignment:
                    foreach (var target in assignment.Target.DescendantsAndSelf().Select(SymbolOf).OfType<ISymbol>())
                    {
                        yield return target;
                    }

                    break;
            }
        }
    }

    private static ISymbol? SymbolOf(IOperation? place) => place switch
    {
        IConversionOperation conversion => SymbolOf(conversion.Operand),
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation or IPropertyReferenceOperation => ((IMemberReferenceOperation)place).Member,
        _ => null,
    };

    private static bool Is(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);
}
