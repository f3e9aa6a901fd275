using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Security;

/// <summary>MLOPS4004: a password goes over the network for everybody on the way to read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PlainHttpAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS4004",
        Rule.Security,
        DiagnosticSeverity.Warning,
        "Credentials over plain HTTP",
        "Credentials are sent to '{0}' over plain HTTP, where everybody on the way can read them. Use https.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Framework.IsUsedBy(start.Compilation))
            {
                start.RegisterSyntaxNodeAction(Look, SyntaxKind.StringLiteralExpression, SyntaxKind.InterpolatedStringExpression);
            }
        });
    }

    /// <summary>Begins at the URI: hardly any body has one, and only those that do are read.</summary>
    private static void Look(SyntaxNodeAnalysisContext context)
    {
        var text = context.Node is LiteralExpressionSyntax literal ? literal.Token.ValueText : UriText.Of((InterpolatedStringExpressionSyntax)context.Node);
        if (UriText.HostOfPlainHttp(text, out var hasUser) is { } host
            && (hasUser
                ? UriText.HostWithPassword(text) is null // That is MLOPS4003's.
                : context.SemanticModel.GetOperation(context.Node, context.CancellationToken) is { } uri && ValueFlow.UsesOf(uri, IsUri).Any(SentCredentials.With)))
        {
            context.ReportDiagnostic(Diagnostic.Create(s_rule, context.Node.GetLocation(), host));
        }
    }

    private static bool IsUri(IOperation operation) =>
        operation is IObjectCreationOperation { Type.Name: "Uri" } or IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: "Uri" } };
}
