using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Training;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3004: <c>new Random((int)DateTime.Now.Ticks)</c> begins elsewhere with every run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClockAsChanceAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.PropertyReference, OperationKind.Invocation)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3004",
        DiagnosticSeverity.Warning,
        "Clock decides what is learned",
        "'{0}' is another one in every run, and here it decides {1}, so this run cannot be repeated. Use a value that is given from outside, and log it as a parameter.");

    private protected override Func<OperationAnalysisContext, Finding?> Prepare(Compilation compilation) => static context =>
        IsClock(context.Operation) && Consequence.Of(context.Operation, Decides.Seed | Decides.Order | Decides.Data, IsDuration) is { } decided
            ? new(context.Operation.Syntax.GetLocation(), NameOf(context.Operation), decided)
            : null;

    private static bool IsClock(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property: var property } => property.Name switch
        {
            "Now" or "UtcNow" or "Today" => property.IsStatic && property.ContainingType is { Name: "DateTime" or "DateTimeOffset" } type && type.IsIn("System"),
            "TickCount" or "TickCount64" => property.ContainingType is { Name: "Environment" } type && type.IsIn("System"),
            "Elapsed" or "ElapsedTicks" or "ElapsedMilliseconds" => property.ContainingType is { Name: "Stopwatch" } type && type.IsIn("System.Diagnostics"),
            _ => false,
        },
        IInvocationOperation { TargetMethod: { Name: "GetTimestamp", ContainingType: { Name: "Stopwatch" } type } } => type.IsIn("System.Diagnostics"),
        _ => false,
    };

    // How long something took is measured, and not learned from.
    private static bool IsDuration(IOperation operation) =>
        operation is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference && ComesFromClock(difference.LeftOperand) && ComesFromClock(difference.RightOperand);

    private static bool ComesFromClock(IOperation value) => ValueFlow.OriginsOf(value).Any(static origin =>
    {
        while (!IsClock(origin) && origin is IPropertyReferenceOperation { Instance: { } inner })
        {
            origin = inner;
        }

        return IsClock(origin);
    });

    private static string NameOf(IOperation operation)
    {
        var member = operation is IPropertyReferenceOperation property ? property.Property : (ISymbol)((IInvocationOperation)operation).TargetMethod;
        return $"{member.ContainingType.Name}.{member.Name}";
    }
}
