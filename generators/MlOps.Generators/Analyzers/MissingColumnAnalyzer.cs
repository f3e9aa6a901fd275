using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Datasets;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS2032: a column that the data set does not have.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingColumnAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS2032",
        Rule.Data,
        DiagnosticSeverity.Warning,
        "Data set has no such column",
        "'{0}' has no column '{1}', so this fails when it runs. Its columns are {2}.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownDatasets.Of(start.Options, start.CancellationToken) is not { } datasets)
            {
                return;
            }

            start.RegisterOperationAction(operation => InHandle(operation, datasets), OperationKind.Binary);
            if (start.Compilation.GetTypeByMetadataName("Microsoft.Data.Analysis.DataFrame") is { } frame)
            {
                start.RegisterOperationAction(operation => InFrame(operation, datasets, frame), OperationKind.PropertyReference);
            }

            if (start.Compilation.GetTypeByMetadataName("Microsoft.ML.AutoML.AutoCatalog") is { } catalog)
            {
                start.RegisterOperationAction(operation => InInference(operation, datasets, catalog), OperationKind.Invocation);
            }
        });
    }

    /// <summary><c>Datasets.Iris.Handle.Columns.First(column => column.Name == "species")</c>.</summary>
    private static void InHandle(OperationAnalysisContext context, KnownDatasets datasets)
    {
        if (context.Operation is IBinaryOperation
            {
                OperatorKind: BinaryOperatorKind.Equals,
                LeftOperand: IPropertyReferenceOperation { Property: { Name: "Name", ContainingType.Name: "DatasetColumn" } },
                RightOperand: { ConstantValue: { HasValue: true, Value: string name } } written,
                Parent: IReturnOperation { Parent: IBlockOperation { Parent: IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } } } } },
            }
            && call.TargetMethod.Name is "First" or "Single"
            && Source(call) is IPropertyReferenceOperation { Property.Name: "Columns", Instance: IPropertyReferenceOperation { Property.Name: "Handle" } handle })
        {
            Report(context, OfHandle(handle, datasets), name, written);
        }
    }

    /// <summary><c>DataFrame.LoadCsv(Datasets.Iris.Path)["species"]</c>, in a method that adds no columns.</summary>
    private static void InFrame(OperationAnalysisContext context, KnownDatasets datasets, INamedTypeSymbol frame)
    {
        var column = (IPropertyReferenceOperation)context.Operation;
        if (column is { Property.IsIndexer: true, Instance: { } instance, Arguments.Length: 1 }
            && SymbolEqualityComparer.Default.Equals(column.Property.ContainingType, frame)
            && column.Arguments[0].Value is { ConstantValue: { HasValue: true, Value: string name } } written
            && column.Parent is not ISimpleAssignmentOperation
            && ValueFlow.OriginsOf(instance) is { Length: 1 } origins
            && origins[0] is IInvocationOperation { TargetMethod.Name: "LoadCsv" } load
            && load.Arguments.All(static argument => argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter?.Name is "filename" or "separator")
            && IsOnlyRead(instance, frame))
        {
            Report(context, OfPath(load.Arguments[0].Value, datasets), name, written);
        }
    }

    /// <summary><c>ml.Auto().InferColumns(Datasets.Iris.Path, labelColumnName: "species")</c>.</summary>
    private static void InInference(OperationAnalysisContext context, KnownDatasets datasets, INamedTypeSymbol catalog)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name == "InferColumns" && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, catalog))
        {
            foreach (var argument in call.Arguments)
            {
                if (argument is { Parameter.Name: "labelColumnName" or "groupColumnName", ArgumentKind: ArgumentKind.Explicit, Value.ConstantValue: { HasValue: true, Value: string name } })
                {
                    Report(context, call.Arguments.FirstOrDefault(static other => other.Parameter?.Name == "path") is { } path ? OfPath(path.Value, datasets) : null, name, argument.Value);
                }
            }
        }
    }

    /// <summary>Whether a frame is in a variable of which the method asks for columns, and nothing else that may make some.</summary>
    private static bool IsOnlyRead(IOperation instance, INamedTypeSymbol frame) => instance is not ILocalReferenceOperation local
        ? instance is IInvocationOperation
        : ValueFlow.ReferencesTo(local.Local, ValueFlow.RootOf(local)).All(reference =>
            reference.Parent is IPropertyReferenceOperation { Property.IsIndexer: true, Parent: not ISimpleAssignmentOperation } column
            && SymbolEqualityComparer.Default.Equals(column.Property.ContainingType, frame));

    private static IOperation? Source(IInvocationOperation call)
    {
        var source = call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
        return source is IConversionOperation conversion ? conversion.Operand : source;
    }

    private static DatasetModel? OfPath(IOperation value, KnownDatasets datasets) =>
        ValueFlow.OriginsOf(value) is { Length: 1 } origins && origins[0] is IPropertyReferenceOperation { Property.Name: "Path" } path ? OfHandle(path, datasets) : null;

    private static DatasetModel? OfHandle(IPropertyReferenceOperation member, KnownDatasets datasets) =>
        member.Property.ContainingType is { ContainingType: { Name: "Datasets" } around } type && around.IsIn("MlOps") ? datasets.Called(type.Name) : null;

    private static void Report(OperationAnalysisContext context, DatasetModel? dataset, string name, IOperation written)
    {
        // Of a table whose columns are not all known nothing can be said.
        if (dataset is { Columns.Count: > 0, LeftOut: null } && dataset.Columns.All(column => column.Name != name))
        {
            var known = string.Join(", ", dataset.Columns.Take(20).Select(static column => column.Name)) + (dataset.Columns.Count > 20 ? ", …" : "");
            context.ReportDiagnostic(Diagnostic.Create(s_rule, written.Syntax.GetLocation(), dataset.Source, name, known));
        }
    }
}
