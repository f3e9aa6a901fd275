using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Training;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3003: <c>rows.OrderBy(_ =&gt; Guid.NewGuid())</c> shuffles in a way that nobody can repeat.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GuidAsChanceAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.Invocation)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3003",
        DiagnosticSeverity.Warning,
        "Guid decides what is learned",
        "'Guid.{0}' is another one in every run, and here it decides {1}, so this run cannot be repeated. Use a Random with a seed, and log the seed as a parameter.");

    private protected override Func<OperationAnalysisContext, Finding?>? Prepare(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Guid") is { } guid ? context => Find((IInvocationOperation)context.Operation, guid) : null;

    private static Finding? Find(IInvocationOperation call, INamedTypeSymbol guid) =>
        call.TargetMethod.Name is "NewGuid" or "CreateVersion7"
        && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, guid)
        && Consequence.Of(call, Decides.Seed | Decides.Order | Decides.Data | Decides.Share) is { } decided
            ? new(call.Syntax.GetLocation(), call.TargetMethod.Name, decided)
            : null;
}
