using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Shared;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS1014: a param or metric of a run that ended a few lines above.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LogAfterEndAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS1014",
        Rule.Tracking,
        DiagnosticSeverity.Warning,
        "Value is logged after the end of the run",
        "'{0}' has ended in line {1}, and '{2}' comes after: who reads the finished run misses it. Log it before the run ends.");

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

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol run)
    {
        var call = (IInvocationOperation)context.Operation;
        if (IsLog(call.TargetMethod) && call.IsOf(run) && Variable(call.Instance) is { } variable && EndBefore(call, variable, run) is { } end)
        {
            var line = end.Syntax.SyntaxTree.GetLineSpan(end.Syntax.Span, context.CancellationToken).EndLinePosition.Line + 1;
            context.ReportDiagnostic(Diagnostic.Create(s_rule, call.Syntax.GetLocation(), variable.Name, line, $"{variable.Name}.{call.TargetMethod.Name}"));
        }
    }

    /// <summary>The statement that ends the run: one before the call in its block, or in a block around it, with nothing between that gives the variable another run.</summary>
    private static IOperation? EndBefore(IOperation call, ISymbol variable, INamedTypeSymbol run)
    {
        for (var inner = call; inner.Parent is { } around and not (ILocalFunctionOperation or ILabeledOperation); inner = around)
        {
            if (around is not IBlockOperation block)
            {
                continue;
            }

            for (var at = block.Operations.IndexOf(inner) - 1; at >= 0; at--)
            {
                var statement = block.Operations[at];
                if (Ends(statement, variable, run))
                {
                    return statement;
                }

                if (statement is ILabeledOperation || statement.DescendantsAndSelf().Any(operation => Replaces(operation, variable)))
                {
                    return null;
                }
            }
        }

        return null;
    }

    private static bool Ends(IOperation statement, ISymbol variable, INamedTypeSymbol run) => statement switch
    {
        IExpressionStatementOperation { Operation: IInvocationOperation call } => RunCalls.Ends(call.TargetMethod) && call.IsOf(run) && Is(call.Instance, variable) && !IsRunning(call),
        IUsingOperation block => Is(block.Resources is ISimpleAssignmentOperation given ? given.Target : block.Resources, variable),
        ITryOperation { Finally: { } last } => last.Operations.Any(inner => Ends(inner, variable, run)),
        _ => false,
    };

    /// <summary><c>run.End(RunStatus.Running)</c> changes nothing.</summary>
    private static bool IsRunning(IInvocationOperation call) =>
        call.TargetMethod.Name == "End" && call.Arguments.FirstOrDefault()?.Value is IFieldReferenceOperation { Field.Name: "Running" };

    private static bool Replaces(IOperation operation, ISymbol variable) => operation switch
    {
        ISimpleAssignmentOperation assignment => Is(assignment.Target, variable),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => Is(argument.Value, variable),
        _ => false,
    };

    private static bool Is(IOperation? operation, ISymbol variable) => SymbolEqualityComparer.Default.Equals(Variable(operation), variable);

    private static ISymbol? Variable(IOperation? instance) => instance switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    private static bool IsLog(IMethodSymbol method) => RunCalls.LogsParam(method) || RunCalls.LogsMetrics(method);
}
