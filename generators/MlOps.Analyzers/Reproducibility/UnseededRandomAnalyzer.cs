using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Training;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3001: <c>new Random()</c> begins elsewhere with every run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnseededRandomAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.ObjectCreation)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3001",
        DiagnosticSeverity.Warning,
        "Random without a seed",
        "'new Random()' gives other numbers in every run, so this run cannot be repeated. Give it a seed, and log the seed as a parameter.");

    private protected override Func<OperationAnalysisContext, Finding?>? Prepare(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Random") is { } random ? context => Find((IObjectCreationOperation)context.Operation, random) : null;

    private static Finding? Find(IObjectCreationOperation creation, INamedTypeSymbol random) =>
        creation.Arguments.IsEmpty && SymbolEqualityComparer.Default.Equals(creation.Type, random) && !ValueFlow.IsOneOfSeveral(creation) && !HarmlessDraws.AreAllOf(creation)
            ? new(creation.Syntax.GetLocation())
            : null;
}
