using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS3011: gives a trainer one thread, and options to say so in where it has none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class UseOneThreadCodeFix : NodeCodeFix<ArgumentListSyntax>
{
    private const string Threads = "NumberOfThreads";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS3011"];

    private protected override string Title => "Train with one thread";

    private protected override ArgumentListSyntax? NodeAt(SyntaxNode found) => found.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.ArgumentList;

    private protected override SyntaxNode? Change(ArgumentListSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var method = (IMethodSymbol)model.GetSymbolInfo(node.Parent!, cancellationToken).Symbol!;
        return node.Arguments.Count == 1 && method.Parameters[0].Name == "options"
            ? node.Arguments[0].Expression is BaseObjectCreationExpressionSyntax creation ? node.ReplaceNode(creation, WithOneThread(creation)) : null
            : WithOptions(node, method);
    }

    private static BaseObjectCreationExpressionSyntax WithOneThread(BaseObjectCreationExpressionSyntax creation)
    {
        var value = ParseExpression("1");
        if (creation.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(static set => set.Left is IdentifierNameSyntax { Identifier.ValueText: Threads }) is { } threads)
        {
            return creation.ReplaceNode(threads.Right, value.WithTriviaFrom(threads.Right));
        }

        var initializer = creation.Initializer ?? InitializerExpression(SyntaxKind.ObjectInitializerExpression);
        return creation.WithInitializer(initializer.AddExpressions(Set(Threads, value)));
    }

    // The parameters of the short form have namesakes among the options; where one has not, there is nothing to offer.
    private static ArgumentListSyntax? WithOptions(ArgumentListSyntax arguments, IMethodSymbol method)
    {
        var options = (method.ReducedFrom ?? method).ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>()
            .SelectMany(static overload => overload.Parameters)
            .FirstOrDefault(parameter => parameter.Name == "options" && SymbolEqualityComparer.Default.Equals(((IMethodSymbol)parameter.ContainingSymbol).ReturnType, method.ReturnType));
        if (options is null)
        {
            return null;
        }

        var sets = new List<ExpressionSyntax>();
        for (var i = 0; i < arguments.Arguments.Count; i++)
        {
            var argument = arguments.Arguments[i];
            var parameter = argument.NameColon is { } name
                ? method.Parameters.FirstOrDefault(parameter => parameter.Name == name.Name.Identifier.ValueText)
                : method.Parameters.ElementAtOrDefault(i);
            if (parameter is null || OptionOf(parameter, options.Type) is not { } option)
            {
                return null;
            }

            sets.Add(Set(option, argument.Expression));
        }

        var type = ParseTypeName(options.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).WithAdditionalAnnotations(Simplifier.Annotation);
        var creation = ObjectCreationExpression(type).WithInitializer(InitializerExpression(
            SyntaxKind.ObjectInitializerExpression,
            SeparatedList(sets.Append(Set(Threads, ParseExpression("1"))))));
        return ArgumentList(SingletonSeparatedList(Argument(creation)));
    }

    private static string? OptionOf(IParameterSymbol parameter, ITypeSymbol options)
    {
        var name = char.ToUpperInvariant(parameter.Name[0]) + parameter.Name.Substring(1);
        for (var type = options; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers(name))
            {
                if (member.DeclaredAccessibility == Accessibility.Public && IsOf(member, parameter.Type))
                {
                    return name;
                }
            }
        }

        return null;
    }

    private static bool IsOf(ISymbol member, ITypeSymbol type) => member switch
    {
        IFieldSymbol { IsReadOnly: false } field => SymbolEqualityComparer.Default.Equals(field.Type, type),
        IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Public } property => SymbolEqualityComparer.Default.Equals(property.Type, type),
        _ => false,
    };

    private static AssignmentExpressionSyntax Set(string name, ExpressionSyntax value) => AssignmentExpression(
        SyntaxKind.SimpleAssignmentExpression, IdentifierName(name), value.WithoutTrivia());
}
