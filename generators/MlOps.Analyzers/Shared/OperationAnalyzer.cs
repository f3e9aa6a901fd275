using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Frameworks;

namespace MlOps.Analyzers.Shared;

/// <summary>A rule that looks at operations of a few kinds, in projects that refer to a framework it knows; it costs others nothing.</summary>
public abstract class OperationAnalyzer : DiagnosticAnalyzer
{
    private readonly OperationKind[] _kinds;

    private protected OperationAnalyzer(DiagnosticDescriptor rule, params OperationKind[] kinds) => (Rule, _kinds) = (rule, kinds);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    private protected DiagnosticDescriptor Rule { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (Framework.IsUsedBy(start.Compilation) && Prepare(start.Compilation) is { } look)
            {
                start.RegisterOperationAction(look, _kinds);
            }
        });
    }

    /// <summary>What looks at the operations of a compilation; null where there is nothing for it to find.</summary>
    private protected abstract Action<OperationAnalysisContext>? Prepare(Compilation compilation);
}
