using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.CodeFixes;

/// <summary>The expression that makes a <c>PredictionEngine</c>.</summary>
internal static class EngineCreation
{
    /// <summary>Whether it makes one from a model that is there already.</summary>
    public static bool Is(ExpressionSyntax? value, SemanticModel model, CancellationToken cancellationToken) =>
        value is InvocationExpressionSyntax call
        && model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { Name: "CreatePredictionEngine", ContainingType.Name: "ModelOperationsCatalog" }
        && !call.DescendantNodes().Any(static part => part is SimpleNameSyntax { Identifier.ValueText: "Load" or "Fit" } or AssignmentExpressionSyntax or DeclarationExpressionSyntax);

    /// <summary>Whether what it is made of is the same whenever it is made: nothing that may be set to something else.</summary>
    public static bool IsAlwaysTheSame(ExpressionSyntax creation, SemanticModel model, CancellationToken cancellationToken) =>
        creation.DescendantNodes().OfType<IdentifierNameSyntax>().All(name => model.GetSymbolInfo(name, cancellationToken).Symbol switch
        {
            ILocalSymbol { IsUsing: false, RefKind: RefKind.None } local => !IsAssigned(local, creation),
            ILocalSymbol => false,
            IParameterSymbol { RefKind: RefKind.None } parameter => !IsAssigned(parameter, creation),
            IParameterSymbol => false,
            IFieldSymbol field => field.IsReadOnly || field.IsConst,
            IPropertySymbol property => property.SetMethod is null or { IsInitOnly: true },
            _ => true,
        });

    private static bool IsAssigned(ISymbol variable, SyntaxNode place) =>
        (place.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() ?? place.SyntaxTree.GetRoot()).DescendantNodes().Any(node => node switch
        {
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } => target.Identifier.ValueText == variable.Name,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax given } => given.Identifier.ValueText == variable.Name,
            _ => false,
        });
}
