using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Training;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3005: <c>name.GetHashCode() % 10 &lt; 8</c> splits data another way in every process.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HashAsChanceAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.Invocation)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3005",
        DiagnosticSeverity.Warning,
        "Hash code decides what is learned",
        "'{0}' gives equal values another number in every process, and here it decides {1}, so this run cannot be repeated. Compute a hash that is the same everywhere, such as XxHash32 or SHA256 of the text, or use a Random with a seed.");

    private protected override Func<OperationAnalysisContext, Finding?> Prepare(Compilation compilation) => static context =>
        HashOf((IInvocationOperation)context.Operation) is { } hash
        && context.ContainingSymbol.Name != "GetHashCode"
        && Consequence.Of(context.Operation, Decides.Seed | Decides.Order | Decides.Share) is { } decided
            ? new(context.Operation.Syntax.GetLocation(), hash, decided)
            : null;

    // Numbers, enums and Guids have the same hash everywhere; who overrides GetHashCode may know what it does.
    private static string? HashOf(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "GetHashCode" when call.TargetMethod.ContainingType is { } type => type switch
        {
            { SpecialType: SpecialType.System_String } => "string.GetHashCode",
            { SpecialType: SpecialType.System_Object } when call.Instance?.Type is { IsValueType: false, IsRecord: false, IsAnonymousType: false } => "object.GetHashCode",
            { Name: "StringComparer" } when type.IsIn("System") => "StringComparer.GetHashCode",
            { IsTupleType: true } => "ValueTuple.GetHashCode",
            _ => null,
        },
        "Combine" or "ToHashCode" when call.TargetMethod.ContainingType is { Name: "HashCode" } type && type.IsIn("System") => $"HashCode.{call.TargetMethod.Name}",
        _ => null,
    };
}
