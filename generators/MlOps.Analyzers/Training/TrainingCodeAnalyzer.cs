using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Frameworks;

namespace MlOps.Analyzers.Training;

/// <summary>
/// A rule about training code. It looks at operations of a few kinds wherever they are, and only when it has something to say is
/// it asked whether training gets there: most code never asks.
/// </summary>
public abstract class TrainingCodeAnalyzer : DiagnosticAnalyzer
{
    private readonly TrainingRule _rule;
    private readonly OperationKind[] _kinds;

    private protected TrainingCodeAnalyzer(TrainingRule rule, params OperationKind[] kinds) => (_rule, _kinds) = (rule, kinds);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_rule.Live, _rule.AtEnd];

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    private void Start(CompilationStartAnalysisContext context)
    {
        if (!Framework.IsUsedBy(context.Compilation) || Prepare(context.Compilation) is not { } find)
        {
            return;
        }

        var far = new ConcurrentBag<(ImmutableArray<ISymbol> Members, Finding Finding)>();
        context.RegisterOperationAction(
            operation =>
            {
                if (find(operation) is not { } finding)
                {
                    return;
                }

                var own = TrainingCode.MemberOf(operation.Operation, operation.ContainingSymbol);
                var members = finding.Members.IsEmpty ? [own] : finding.Members;
                var training = TrainingCode.Of(operation.Compilation, operation.Options);
                if ((members.Contains(own, SymbolEqualityComparer.Default) && training.BeginsAround(operation.Operation, own))
                    || members.Any(member => training.IsNear(member, operation.CancellationToken)))
                {
                    operation.ReportDiagnostic(finding.As(_rule.Live));
                }
                else
                {
                    far.Add((members, finding));
                }
            },
            _kinds);
        context.RegisterCompilationEndAction(end =>
        {
            var training = far.IsEmpty ? null : TrainingCode.Of(end.Compilation, end.Options);
            foreach (var (members, finding) in far)
            {
                if (members.Select(member => training!.Anywhere(member, end.CancellationToken)).FirstOrDefault(static reach => reach is not null) is { } reach)
                {
                    end.ReportDiagnostic(finding.As(_rule.AtEnd, reach));
                }
            }
        });
    }

    /// <summary>What looks at the operations of a compilation; null where there is nothing for it to find.</summary>
    private protected abstract Func<OperationAnalysisContext, Finding?>? Prepare(Compilation compilation);
}
