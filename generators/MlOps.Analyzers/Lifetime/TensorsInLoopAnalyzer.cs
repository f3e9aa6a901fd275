using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Lifetime;

/// <summary>MLOPS6002: a loop of TorchSharp, of training or of evaluation, that leaves its tensors to the garbage collector, which does not see their size.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TensorsInLoopAnalyzer() : OperationAnalyzer(s_rule, OperationKind.Invocation)
{
    private static readonly DiagnosticDescriptor s_rule = Shared.Rule.Of(
        "MLOPS6002",
        Shared.Rule.Lifetime,
        DiagnosticSeverity.Warning,
        "Tensors of a loop are not disposed",
        "'{0}' and what it is made of stay in native memory after each round of this loop, until the garbage collector happens to run. Begin the loop with 'using var scope = torch.NewDisposeScope();'.");

    private protected override Action<OperationAnalysisContext>? Prepare(Compilation compilation) =>
        compilation.GetTypeByMetadataName("TorchSharp.torch+Tensor") is { } tensor && Framework.Of(compilation, MemberRole.Steps) is { } optimizers
            ? context => Look(context, (IInvocationOperation)context.Operation, tensor, optimizers)
            : null;

    private void Look(OperationAnalysisContext context, IInvocationOperation call, INamedTypeSymbol tensor, Framework optimizers)
    {
        var trains = IsBackward(call, tensor);
        if (!(trains || (call.TargetMethod.Name is "forward" or "call" && Is(call.Type, tensor))) || LoopAround(call) is not { } loop)
        {
            return;
        }

        // One message a loop, and only where it trains or evaluates: others are short. None where only the author knows whether a scope may end a tensor.
        var inside = loop.Body.Descendants().ToImmutableArray();
        if ((trains ? inside.Any(operation => operation is IInvocationOperation step && optimizers.HasName(step.TargetMethod.Name) && optimizers.Find(step.TargetMethod) is not null) : Evaluates(loop, inside, tensor))
            && !inside.Any(operation => IsEarlier(operation, call) || Leaves(operation, loop, tensor))
            && inside.OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => IsLeft(declarator, loop, tensor)) is { Symbol: var left }
            && !ValueFlow.RootOf(call).Descendants().Any(operation => Frees(operation, left))
            && !IsCalledInScope(context.ContainingSymbol, call.Syntax.SyntaxTree, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.NameLocation(), left.Name));
        }
    }

    private static bool IsBackward(IInvocationOperation call, INamedTypeSymbol tensor) => call.TargetMethod.Name == "backward" && Is(call.TargetMethod.ContainingType, tensor);

    // Over data that no optimizer gets, in a method that says so.
    private static bool Evaluates(ILoopOperation loop, ImmutableArray<IOperation> inside, INamedTypeSymbol tensor) =>
        loop is IForEachLoopOperation
        && !inside.Any(operation => operation is IInvocationOperation call && IsBackward(call, tensor))
        && ValueFlow.RootOf(loop).Descendants().Any(static operation => operation is IInvocationOperation
        {
            TargetMethod: { Name: "no_grad" or "inference_mode" or "eval", ContainingAssembly.Name: "TorchSharp" },
        });

    private static bool IsEarlier(IOperation operation, IInvocationOperation call) =>
        operation is IInvocationOperation other && other.TargetMethod.Name == call.TargetMethod.Name && other.Syntax.Span.End < call.Syntax.Span.End;

    private static bool IsLeft(IVariableDeclaratorOperation declarator, ILoopOperation loop, INamedTypeSymbol tensor) =>
        Is(declarator.Symbol.Type, tensor) && declarator.Initializer is { Value: not ILocalReferenceOperation } && LoopAround(declarator) == loop && !IsUsing(declarator);

    private static ILoopOperation? LoopAround(IOperation operation)
    {
        for (var current = operation.Parent; current is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; current = current.Parent)
        {
            if (current is ILoopOperation loop)
            {
                return loop;
            }
        }

        return null;
    }

    private static bool IsUsing(IVariableDeclaratorOperation declarator) =>
        declarator.Parent?.Parent is { } group && (group is IUsingOperation || group.Parent is IUsingDeclarationOperation or IUsingOperation);

    // A tensor that is kept in a variable from outside, put into a list or handed out.
    private static bool Leaves(IOperation operation, ILoopOperation loop, INamedTypeSymbol tensor) => operation switch
    {
        IAssignmentOperation { Target: ILocalReferenceOperation local } => Is(local.Type, tensor) && !loop.Syntax.Span.Contains(local.Local.Locations[0].SourceSpan),
        IAssignmentOperation { Target: IMemberReferenceOperation or IArrayElementReferenceOperation or IParameterReferenceOperation, Target.Type: var type } => Is(type, tensor),
        IInvocationOperation { TargetMethod.Name: "Add" or "Enqueue" or "Push" } add => add.Arguments.Any(argument => Is(argument.Value.Type, tensor)),
        IReturnOperation { ReturnedValue.Type: var type } => Is(type, tensor),
        _ => false,
    };

    // The scope of the method that calls this one frees what is left here.
    private static bool IsCalledInScope(ISymbol method, SyntaxTree tree, CancellationToken cancellationToken) =>
        tree.Has("NewDisposeScope", cancellationToken)
        && tree.GetRoot(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            (call.Expression as SimpleNameSyntax ?? (call.Expression as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText == method.Name
            && call.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.DescendantTokens().Any(static token => token.ValueText == "NewDisposeScope"));

    // Scopes anywhere in the method, and a collector that is called by hand, show that somebody has thought of it.
    private static bool Frees(IOperation operation, ILocalSymbol local) => operation is IInvocationOperation call && call.TargetMethod.Name switch
    {
        "NewDisposeScope" or "DisposeEverything" or "MoveToOuterDisposeScope" => true,
        "Collect" => call.TargetMethod.ContainingType.Name == "GC",
        "Dispose" => call.Instance is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local),
        _ => false,
    };

    private static bool Is(ITypeSymbol? type, INamedTypeSymbol tensor) => SymbolEqualityComparer.Default.Equals(type, tensor);
}
