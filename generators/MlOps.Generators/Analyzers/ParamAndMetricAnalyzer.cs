using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Metrics;
using MlOps.Generators.Shared;
using MlOps.Generators.Tracking;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS1010: one name for a param and for a metric of one method.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ParamAndMetricAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS1010",
        Rule.Tracking,
        DiagnosticSeverity.Warning,
        "Name is a param and a metric",
        "'{0}' is a param of this run and a metric, too, and tables and searches show two things under one name. Give one of them another name.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (RunCalls.RunType(start.Compilation) is { } run)
            {
                start.RegisterOperationAction(operation => Analyze(operation, run), OperationKind.Invocation);
            }
        });
    }

    // Asked at the metric, whose name is looked for among the params of the function that it stands in.
    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol run)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!RunCalls.LogsMetrics(call.TargetMethod) || !call.IsOf(run) || Names(call) is not { Count: > 0 } names)
        {
            return;
        }

        var (function, body) = FunctionAround(call, context.ContainingSymbol);
        var parameters = new HashSet<string>(ParamsOf(function).Concat(LoggedIn(body, run)), StringComparer.Ordinal);
        foreach (var name in names.Where(parameters.Contains))
        {
            context.ReportDiagnostic(Diagnostic.Create(s_rule, call.Syntax.GetLocation(), name));
        }
    }

    /// <summary>The metric, or all those of a <c>[Metrics]</c> type.</summary>
    private static IReadOnlyCollection<string> Names(IInvocationOperation call)
    {
        if (!call.TargetMethod.IsGenericMethod)
        {
            return call.Constant(0) is var (name, _) ? [name] : [];
        }

        var type = call.TargetMethod.TypeArguments[0];
        return type.GetAttributes().Ours("Metrics") is null ? [] : [.. MetricsParser.NumbersOf(type).Select(static member => member.Marks.KeyOf(member.Name)).Distinct()];
    }

    /// <summary>What a tracked method logs of its parameters.</summary>
    private static IEnumerable<string> ParamsOf(ISymbol function) =>
        function is IMethodSymbol { Parameters.Length: > 0 } method && method.GetAttributes().Ours("Tracked") is not null
            ? TrackedParser.LoggedBy(method).Params.Leaves.Where(static leaf => leaf.Node.Kind != LoggedKind.AnyParam).Select(static leaf => leaf.Node.Key)
            : [];

    private static IEnumerable<string> LoggedIn(IOperation body, INamedTypeSymbol run) => body.Descendants()
        .OfType<IInvocationOperation>()
        .Where(call => RunCalls.LogsParam(call.TargetMethod) && call.IsOf(run))
        .Select(static call => call.Constant(0)?.Text)
        .OfType<string>();

    private static (ISymbol Function, IOperation Body) FunctionAround(IOperation operation, ISymbol containing)
    {
        var around = operation;
        while (around is not (null or ILocalFunctionOperation))
        {
            around = around.Parent;
        }

        return around is ILocalFunctionOperation local ? (local.Symbol, local) : (containing, ValueFlow.RootOf(operation));
    }
}
