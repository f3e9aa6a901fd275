using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Shared;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS2030: a data set is opened by its path, so that no run knows of it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DatasetByPathAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS2030",
        Rule.Data,
        DiagnosticSeverity.Warning,
        "Data set is opened by its path",
        "'{0}' is a data set of this project: opened by its path, no run records it, and where it is found depends on the current directory. Use Datasets.{1}.Path.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownDatasets.Of(start.Options, start.CancellationToken) is { } datasets)
            {
                start.RegisterOperationAction(operation => Analyze(operation, datasets), DatasetPaths.Kinds);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, KnownDatasets datasets)
    {
        if (DatasetPaths.Find(context.Operation, datasets, context.CancellationToken) is var (dataset, path) && DatasetPaths.IsUsed(path, FileUse.Reads))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                s_rule,
                context.Operation.Syntax.GetLocation(),
                ImmutableDictionary<string, string?>.Empty.Add("Handle", dataset.Identifier),
                dataset.Source,
                dataset.Identifier));
        }
    }
}
