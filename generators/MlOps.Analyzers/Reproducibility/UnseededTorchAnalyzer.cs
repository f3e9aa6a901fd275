using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Training;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3012: a neural network that is trained and whose first weights nobody can draw again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnseededTorchAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.ObjectCreation, OperationKind.Invocation)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3012",
        DiagnosticSeverity.Warning,
        "TorchSharp without a seed",
        "'{0}' begins with other weights in every run, because no 'torch.manual_seed' comes before it. Call it before the first module is made.");

    private protected override Func<OperationAnalysisContext, Finding?>? Prepare(Compilation compilation) =>
        compilation.GetTypeByMetadataName("TorchSharp.torch+nn+Module") is { } module && Framework.Of(compilation, MemberRole.DrawsWeights) is { } layers
            ? context => Find(context, module, layers)
            : null;

    private static Finding? Find(OperationAnalysisContext context, INamedTypeSymbol module, Framework layers)
    {
        var operation = context.Operation;
        if (NameOf(operation, module, layers) is not { } name
            || Derives(context.ContainingSymbol.ContainingType, module) // The parts of a module are made when it is.
            || IsAfterAnother(operation, module, layers)
            || SeedsInSource.HaveTorch(operation, context.Compilation, context.CancellationToken))
        {
            return null;
        }

        // A network is often made in one method and trained in another.
        var trail = new ValueTrail(context.Compilation, passes: null, context.CancellationToken);
        var members = trail.From(operation).Select(static end => end.Member).Prepend(TrainingCode.MemberOf(operation, context.ContainingSymbol));
        var location = operation is IInvocationOperation call ? call.NameLocation() : operation.Syntax.GetLocation();
        return new(location, name) { Members = [.. members.Distinct<ISymbol>(SymbolEqualityComparer.Default)] };
    }

    private static string? NameOf(IOperation operation, INamedTypeSymbol module, Framework layers) => operation switch
    {
        IObjectCreationOperation { Type: { } type } when !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, module.ContainingAssembly) && Derives(type, module) => type.Name,
        IInvocationOperation { TargetMethod: { IsStatic: true } method } when layers.HasName(method.Name) && layers.Find(method) is not null => method.Name,
        _ => null,
    };

    private static bool IsAfterAnother(IOperation operation, INamedTypeSymbol module, Framework layers)
    {
        foreach (var other in ValueFlow.RootOf(operation).Descendants())
        {
            if (other == operation)
            {
                return false;
            }

            if (NameOf(other, module, layers) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Derives(ITypeSymbol? type, INamedTypeSymbol module)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, module))
            {
                return true;
            }
        }

        return false;
    }
}
