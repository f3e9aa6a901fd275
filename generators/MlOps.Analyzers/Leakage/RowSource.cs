using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Leakage;

/// <summary>Which rows a data view holds, as far as the method around it tells: only what is certain is the same.</summary>
internal sealed class RowSource(Framework framework)
{
    private const int MaxSteps = 16;

    /// <summary>Where rows come from: a variable, a member, a call, a file that is loaded; null where that is not certain.</summary>
    public IOperation? Of(IOperation data)
    {
        var current = Settled.OriginOf(data);
        for (var steps = 0; steps < MaxSteps && current is IInvocationOperation call; steps++)
        {
            if (framework.Find(call.TargetMethod) is not { Role: MemberRole.Predicts or MemberRole.KeepsRows } member || member.DataOf(call) is not { } input)
            {
                break;
            }

            current = Settled.OriginOf(input);
        }

        return current;
    }

    /// <summary>The call that fitted the model that made rows out of others; null where the method does not show it.</summary>
    public IInvocationOperation? FitOf(IInvocationOperation transform) =>
        transform.Instance is { } model
        && Settled.OriginOf(model) is IInvocationOperation { TargetMethod.Name: "Fit" } fit
        && framework.Find(fit.TargetMethod) is { Role: MemberRole.Fits }
            ? fit
            : null;

    /// <summary>Whether two sources give the same rows.</summary>
    public bool AreSame(IOperation? one, IOperation? other) => (Plain(one), Plain(other)) switch
    {
        ({ } a, { } b) when DatasetOf(a) is { } set => Same(set, DatasetOf(b)),
        (ILocalReferenceOperation a, ILocalReferenceOperation b) => Same(a.Local, b.Local),
        (IParameterReferenceOperation a, IParameterReferenceOperation b) => Same(a.Parameter, b.Parameter),
        (IMemberReferenceOperation { Instance: var x } a, IMemberReferenceOperation { Instance: var y } b) when a is not IPropertyReferenceOperation { Arguments.IsEmpty: false } =>
            Same(a.Member, b.Member) && (x is null || x is IInstanceReferenceOperation && y is IInstanceReferenceOperation || (y is not null && AreSame(Settled.OriginOf(x), Settled.OriginOf(y)))),
        (IInvocationOperation a, IInvocationOperation b) => a.Syntax == b.Syntax
            || (framework.Find(a.TargetMethod) is { Role: MemberRole.Loads, Data: { } data }
            && framework.Find(b.TargetMethod)?.Role == MemberRole.Loads
            && a.Given(data) is { } from && b.Given(data) is { } too
            && (from.Text() is { } text ? text == too.Text() : AreSame(Of(from), Of(too)))),
        var (a, b) => a is not null && a.Syntax == b?.Syntax,
    };

    /// <summary>Whether rows are a part of a split of others: what is held back there was learned all the same.</summary>
    public bool IsPartOf(IOperation part, IOperation whole) =>
        Plain(part) is IMemberReferenceOperation { Member.Name: "TestSet" or "TrainSet", Instance: { } split }
        && Settled.OriginOf(split) is IInvocationOperation call
        && framework.Find(call.TargetMethod) is { Role: MemberRole.Splits } member
        && member.DataOf(call) is { } divided
        && AreSame(Of(divided), Of(whole));

    private static IOperation? Plain(IOperation? operation) => operation is IConversionOperation conversion ? Plain(conversion.Operand) : operation;

    private static bool Same(ISymbol one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);

    /// <summary>The class of a data set in <c>Datasets</c>, whichever of its members is used.</summary>
    private static ISymbol? DatasetOf(IOperation source) => source switch
    {
        IPropertyReferenceOperation { Instance: null, Property: var property } => In(property),
        IPropertyReferenceOperation { Property.Name: "Path", Instance: { Type.Name: "Dataset" } handle } => DatasetOf(handle),
        IInvocationOperation { Instance: null, TargetMethod: var method } => In(method),
        _ => null,
    };

    private static ISymbol? In(ISymbol member) =>
        member.ContainingType is { ContainingType: { Name: "Datasets" } sets } set && sets.IsIn("MlOps") ? set : null;
}
