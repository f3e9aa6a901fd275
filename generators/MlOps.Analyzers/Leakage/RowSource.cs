using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;

namespace MlOps.Analyzers.Leakage;

/// <summary>Which rows a data view holds, as far as the method around it tells: only what is certain is the same.</summary>
internal sealed class RowSource(Framework framework)
{
    private const int MaxSteps = 16;

    /// <summary>Where rows come from: a variable, a member, a file that is loaded; null where that is not certain.</summary>
    public IOperation? Of(IOperation data)
    {
        IOperation? named = null;
        for (var (current, steps) = (data, 0); steps < MaxSteps; steps++)
        {
            switch (current)
            {
                case IConversionOperation conversion:
                    current = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    current = parenthesized.Operand;
                    break;
                case ILocalReferenceOperation local:
                    var values = ValueFlow.ValuesOf(local.Local, ValueFlow.RootOf(local)).Take(2).ToArray();
                    if (values.Length != 1)
                    {
                        return values.Length == 0 ? local : null; // A loop or a pattern gives it what it is, or it is now this, now that.
                    }

                    (named, current) = (local, values[0]);
                    break;
                case IInvocationOperation call when framework.Find(call.TargetMethod) is { Role: MemberRole.Predicts or MemberRole.KeepsRows } member && member.DataOf(call) is { } input:
                    (named, current) = (null, input);
                    break;
                case IInvocationOperation call when framework.Find(call.TargetMethod) is { Role: MemberRole.Loads }:
                    return call;
                case IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation:
                    return IsAssigned(current) ? null : current;
                default:
                    return named;
            }
        }

        return null;
    }

    /// <summary>The call that fitted the model that made rows out of others; null where the method does not show it.</summary>
    public IInvocationOperation? FitOf(IInvocationOperation transform) =>
        transform.Instance is { } model
        && ValueFlow.OriginOf(model) is IInvocationOperation { TargetMethod.Name: "Fit" } fit
        && framework.Find(fit.TargetMethod) is { Role: MemberRole.Fits }
            ? fit
            : null;

    /// <summary>Whether two sources give the same rows.</summary>
    public bool AreSame(IOperation? one, IOperation? other) => (Plain(one), Plain(other)) switch
    {
        (ILocalReferenceOperation a, ILocalReferenceOperation b) => Same(a.Local, b.Local),
        (IParameterReferenceOperation a, IParameterReferenceOperation b) => Same(a.Parameter, b.Parameter),
        (IMemberReferenceOperation { Instance: var x } a, IMemberReferenceOperation { Instance: var y } b) when a is not IPropertyReferenceOperation { Arguments.IsEmpty: false } =>
            Same(a.Member, b.Member) && (x is null || x is IInstanceReferenceOperation && y is IInstanceReferenceOperation || AreSame(x, y)),
        (IInvocationOperation a, IInvocationOperation b) => a.Syntax == b.Syntax
            || (framework.Find(a.TargetMethod) is { Role: MemberRole.Loads, Data: { } data }
            && framework.Find(b.TargetMethod)?.Role == MemberRole.Loads
            && a.Given(data) is { } from && b.Given(data) is { } too
            && (from.Text() is { } text ? text == too.Text() : AreSame(Of(from), Of(too)))),
        _ => false,
    };

    /// <summary>Whether rows are a part of a split of others: what is held back there was learned all the same.</summary>
    public bool IsPartOf(IOperation part, IOperation whole) =>
        Plain(part) is IMemberReferenceOperation { Member.Name: "TestSet" or "TrainSet", Instance: { } split }
        && ValueFlow.OriginOf(split) is IInvocationOperation call
        && framework.Find(call.TargetMethod) is { Role: MemberRole.Splits } member
        && member.DataOf(call) is { } divided
        && AreSame(Of(divided), Of(whole));

    private static IOperation? Plain(IOperation? operation) => operation is IConversionOperation conversion ? Plain(conversion.Operand) : operation;

    private static bool Same(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);

    // A member that the method sets may have held one thing before and another since.
    private static bool IsAssigned(IOperation place)
    {
        var symbol = SymbolOf(place);
        return ValueFlow.RootOf(place).Descendants().OfType<IAssignmentOperation>().Any(assignment => SymbolOf(assignment.Target) is { } target && Same(target, symbol!));
    }

    private static ISymbol? SymbolOf(IOperation place) => place switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member,
        _ => null,
    };
}
