using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Shared;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS2033: the program writes a file whose version the build wrote down.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DatasetWrittenAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS2033",
        Rule.Data,
        DiagnosticSeverity.Warning,
        "Versioned data set is written",
        "'{0}' is a versioned data set, and this changes it: the next run reads other data than the build versioned. Write to another file.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("MlOps.Dataset") is null)
            {
                return;
            }

            start.RegisterOperationAction(ByHandle, OperationKind.PropertyReference);
            if (KnownDatasets.Of(start.Options, start.CancellationToken) is { } datasets)
            {
                start.RegisterOperationAction(operation => ByPath(operation, datasets), DatasetPaths.Kinds);
            }
        });
    }

    private static void ByHandle(OperationAnalysisContext context)
    {
        if (context.Operation is IPropertyReferenceOperation property && DatasetPaths.IsOfHandle(property) && DatasetPaths.IsUsed(property, FileUse.Writes))
        {
            context.ReportDiagnostic(Diagnostic.Create(s_rule, property.Syntax.GetLocation(), property.Syntax.ToString()));
        }
    }

    private static void ByPath(OperationAnalysisContext context, KnownDatasets datasets)
    {
        if (DatasetPaths.Find(context.Operation, datasets, context.CancellationToken) is var (dataset, path) && DatasetPaths.IsUsed(path, FileUse.Writes))
        {
            context.ReportDiagnostic(Diagnostic.Create(s_rule, context.Operation.Syntax.GetLocation(), dataset.Source));
        }
    }
}
