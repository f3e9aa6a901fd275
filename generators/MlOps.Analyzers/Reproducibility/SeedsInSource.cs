using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>
/// Whether seeds are given anywhere in a compilation, by words alone: a seed may be given far from the training that it is for.
/// Asked only where a rule has something to say.
/// </summary>
internal sealed record SeedsInSource(bool OfMLContext, bool OfTorch)
{
    // By tree, so that a key pressed in one file leaves what was found in all others.
    private static readonly ConditionalWeakTable<SyntaxTree, SeedsInSource> s_known = new();

    public static bool HaveMLContext(Compilation compilation, CancellationToken cancellationToken) =>
        compilation.SyntaxTrees.Any(tree => In(tree, cancellationToken).OfMLContext);

    /// <summary>Whether TorchSharp may have a seed when a module is made: not where the only one comes after it in the same body.</summary>
    public static bool HaveTorch(IOperation module, Compilation compilation, CancellationToken cancellationToken) => compilation.SyntaxTrees.Any(tree =>
        In(tree, cancellationToken).OfTorch && !(tree == module.Syntax.SyntaxTree && AreAllAfter(module, tree.GetRoot(cancellationToken))));

    private static bool AreAllAfter(IOperation module, SyntaxNode file)
    {
        var body = module;
        for (; body.Parent is { } around; body = around)
        {
            if (around is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return false; // Another round, or another call, may come after the seed.
            }
        }

        return file.DescendantNodes().Where(IsTorchSeed).All(seed => seed.SpanStart > module.Syntax.Span.End && body.Syntax.Span.Contains(seed.Span));
    }

    private static bool IsTorchSeed(SyntaxNode node) => node is IdentifierNameSyntax { Identifier.ValueText: "manual_seed" or "manual_seed_all" or "set_rng_state" };

    private static SeedsInSource In(SyntaxTree tree, CancellationToken cancellationToken) => s_known.GetValue(tree, tree =>
    {
        string[] words = ["MLContext", "manual_seed", "set_rng_state"];
        var nodes = words.Any(word => tree.Has(word, cancellationToken)) ? tree.GetRoot(cancellationToken).DescendantNodes() : [];
        var (context, torch) = (false, false);
        foreach (var node in nodes)
        {
            context |= node is BaseObjectCreationExpressionSyntax creation && HasSeed(creation) && TypeOf(creation) == "MLContext";
            torch |= IsTorchSeed(node);
        }

        return new(context, torch);
    });

    private static bool HasSeed(BaseObjectCreationExpressionSyntax creation) =>
        creation.ArgumentList is { Arguments.Count: 1 } arguments && !arguments.Arguments[0].Expression.IsKind(SyntaxKind.NullLiteralExpression);

    private static string? TypeOf(BaseObjectCreationExpressionSyntax creation) => NameOf(creation switch
    {
        ObjectCreationExpressionSyntax typed => typed.Type,
        { Parent.Parent.Parent: VariableDeclarationSyntax variable } => variable.Type,
        { Parent.Parent: PropertyDeclarationSyntax property } => property.Type,
        _ => null,
    });

    private static string? NameOf(TypeSyntax? type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        NullableTypeSyntax nullable => NameOf(nullable.ElementType),
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
