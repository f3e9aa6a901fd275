using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS1012: <c>Run.Current</c> where no run can be, or where it is whichever came first.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RunWithoutCallerAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS1012",
        Rule.Tracking,
        DiagnosticSeverity.Warning,
        "No run can be current here",
        "{0} Put [Tracked] on the method that does the work and use Run.Current there, or start a run with 'using var run = Run.Start();'.");

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
                var main = start.Compilation.GetEntryPoint(start.CancellationToken);
                start.RegisterOperationAction(operation => Analyze(operation, run, main), OperationKind.PropertyReference);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol run, IMethodSymbol? main)
    {
        var current = (IPropertyReferenceOperation)context.Operation;
        if (current.Property.Name == "Current"
            && SymbolEqualityComparer.Default.Equals(current.Property.ContainingType, run)
            && Problem(context.ContainingSymbol, main) is { } problem
            && !IsLater(current)
            && !IsStartedBefore(current, run))
        {
            context.ReportDiagnostic(Diagnostic.Create(s_rule, current.Syntax.GetLocation(), problem));
        }
    }

    private static string? Problem(ISymbol member, IMethodSymbol? main) => member switch
    {
        IMethodSymbol method when SymbolEqualityComparer.Default.Equals(method, main) && method.GetAttributes().Ours("Tracked") is null =>
            "Nothing calls the beginning of a program, so it is in no run, and what is logged here goes nowhere.",
        IMethodSymbol method when method.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "ModuleInitializerAttribute" }) =>
            "A module initializer comes before all runs, and what is logged here goes nowhere.",
        IMethodSymbol { MethodKind: MethodKind.StaticConstructor } or IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true } => // Of a field or property the initializer; a getter is a method.
            "This is set once, when the type is first used: by no run, or by whichever came first, and all others log to that one.",
        _ => null,
    };

    /// <summary>In a lambda or a local function, which may be called from inside a run.</summary>
    private static bool IsLater(IOperation operation)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether <c>Run.Start()</c> comes before in the same code; whether it still runs is another matter.</summary>
    private static bool IsStartedBefore(IOperation current, INamedTypeSymbol run) => ValueFlow.RootOf(current).Descendants().Any(operation =>
        operation is IInvocationOperation { TargetMethod: { Name: "Start" or "Begin", IsStatic: true } } call && call.IsOf(run) && call.Syntax.SpanStart < current.Syntax.SpanStart);
}
