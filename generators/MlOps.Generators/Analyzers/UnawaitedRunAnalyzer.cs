using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Tracking;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS1013: <c>using var run = Run.Start(); return TrainAsync();</c> ends the run when the work has just begun.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnawaitedRunAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS1013",
        Rule.Tracking,
        DiagnosticSeverity.Warning,
        "Run ends before the work that it is about",
        "The run ends when this method returns, and '{0}' goes on without it. Make the method async, and await the task.");

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
                start.RegisterOperationAction(operation => Analyze(operation, run), OperationKind.Return);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol run)
    {
        // A method with async returns what is in the task, not the task.
        if (((IReturnOperation)context.Operation).ReturnedValue is { Type: { } type } value && Trackability.IsTask(type) && IsInRun(context.Operation, run))
        {
            foreach (var call in Begun(value))
            {
                context.ReportDiagnostic(Diagnostic.Create(s_rule, call.Syntax.GetLocation(), call.TargetMethod.Name));
            }

            if (BegunBefore(value) is { } before && IsInRun(before, run))
            {
                context.ReportDiagnostic(Diagnostic.Create(s_rule, value.Syntax.GetLocation(), before.TargetMethod.Name));
            }
        }
    }

    private static bool IsInRun(IOperation statement, INamedTypeSymbol run)
    {
        for (var inner = statement; inner.Parent is { } around and not (ILocalFunctionOperation or IAnonymousFunctionOperation); inner = around)
        {
            if (around is IUsingOperation block && block.Body == inner && IsRun(block.Resources, run))
            {
                return true;
            }

            if (around is IBlockOperation { Operations: var statements } && statements.TakeWhile(before => before != inner).Any(before => before is IUsingDeclarationOperation declaration && IsRun(declaration.DeclarationGroup, run)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRun(IOperation resources, INamedTypeSymbol run)
    {
        var type = resources is IVariableDeclarationGroupOperation group ? group.Declarations.FirstOrDefault()?.Declarators.FirstOrDefault()?.Symbol.Type : resources.Type;
        return SymbolEqualityComparer.Default.Equals(type, run);
    }

    /// <summary>The calls that begin the work: a task that was made before may be done already, and is not looked at.</summary>
    private static IEnumerable<IInvocationOperation> Begun(IOperation value) => value switch
    {
        IConversionOperation conversion => Begun(conversion.Operand),
        IParenthesizedOperation parenthesized => Begun(parenthesized.Operand),
        IConditionalOperation { WhenFalse: { } otherwise } choice => Begun(choice.WhenTrue).Concat(Begun(otherwise)),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask", Instance: { } task } => Begun(task),
        IInvocationOperation call when !IsDone(call.TargetMethod) => [call],
        IObjectCreationOperation { Arguments.Length: 1 } creation when creation.Arguments[0].Value is { Type: { } type } inner && Trackability.IsTask(type) => Begun(inner), // new ValueTask(task)
        _ => [],
    };

    /// <summary><c>var task = TrainAsync(); return task;</c>, with nothing between that may wait for it.</summary>
    private static IInvocationOperation? BegunBefore(IOperation value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value is ILocalReferenceOperation local
            && ValueFlow.RootOf(local) is var root
            && ValueFlow.ReferencesTo(local.Local, root).Take(2).Count() == 1
            && ValueFlow.OriginOf(local) is IInvocationOperation call && Begun(call).Contains(call)
                ? call
                : null;
    }

    /// <summary><c>Task.FromResult</c> and its kind give tasks that have ended.</summary>
    private static bool IsDone(IMethodSymbol method) => method.Name is "FromResult" or "FromException" or "FromCanceled" && Trackability.IsTask(method.ContainingType);
}
