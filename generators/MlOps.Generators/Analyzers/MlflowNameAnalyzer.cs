using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Generators.Diagnostics;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Analyzers;

/// <summary>
/// MLOPS1007: a name that MLflow does not take, in <c>run.Log("loss: train", …)</c> and its kind and in <c>[Param("…")]</c> on a member.
/// What the generator sees, parameters of tracked methods and the members of <c>[Metrics]</c> types, it reports itself.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MlflowNameAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [TrackingRules.NameIsNotAllowed];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(InAttribute, SyntaxKind.Attribute);
        context.RegisterCompilationStartAction(static start =>
        {
            if (RunCalls.RunType(start.Compilation) is { } run)
            {
                start.RegisterOperationAction(operation => InCall(operation, run), OperationKind.Invocation);
            }
        });
    }

    private static void InCall(OperationAnalysisContext context, INamedTypeSymbol run)
    {
        var call = (IInvocationOperation)context.Operation;
        if (KindOf(call.TargetMethod) is { } kind && call.IsOf(run) && call.Constant(0) is var (name, written) && MlflowNames.WhyNot(name) is { } reason)
        {
            context.ReportDiagnostic(Diagnostic.Create(TrackingRules.NameIsNotAllowed, written.Syntax.GetLocation(), name, kind, reason));
        }
    }

    private static string? KindOf(IMethodSymbol method) => method switch
    {
        _ when RunCalls.LogsParam(method) => "param",
        _ when RunCalls.LogsMetrics(method) => "metric",
        { Name: "SetTag" } => "tag",
        _ => null,
    };

    private static void InAttribute(SyntaxNodeAnalysisContext context)
    {
        if (Attributed.Renamed(context) is var (member, name) && MlflowNames.WhyNot(name) is { } reason && !IsSeenByGenerator(member))
        {
            context.ReportDiagnostic(Diagnostic.Create(TrackingRules.NameIsNotAllowed, context.Node.GetLocation(), name, "param", reason));
        }

        // Of an experiment MLflow only wants that it has a name.
        if (Attributed.TrackedMethod(context) is { } method && method.GetAttributes().Ours("Tracked")?.NamedArguments.FirstOrDefault(static argument => argument.Key == "Experiment").Value.Value is string experiment
            && string.IsNullOrWhiteSpace(experiment))
        {
            context.ReportDiagnostic(Diagnostic.Create(TrackingRules.NameIsNotAllowed, context.Node.GetLocation(), experiment, "experiment", "it is empty"));
        }
    }

    private static bool IsSeenByGenerator(ISymbol member) => member switch
    {
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } => constructor.ContainingType.GetAttributes().Ours("Metrics") is not null,
        IParameterSymbol { ContainingSymbol: var method } => method.GetAttributes().Ours("Tracked") is not null,
        _ => member.ContainingType?.GetAttributes().Ours("Metrics") is not null,
    };
}
