using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Security;

/// <summary>MLOPS4003: a URI in the code has a password in it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CredentialsInUriAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS4003",
        Rule.Security,
        DiagnosticSeverity.Warning,
        "Password in a URI in the code",
        "The password for '{0}' stands in the code, where everybody who has the source or the assembly can read it. Change it, and take it from the configuration or the environment.");

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

    private static void Look(SyntaxNodeAnalysisContext context)
    {
        var text = context.Node is LiteralExpressionSyntax literal ? literal.Token.ValueText : UriText.Of((InterpolatedStringExpressionSyntax)context.Node);
        if (text.IndexOf('@') > 0 && UriText.HostWithPassword(text) is { } host)
        {
            context.ReportDiagnostic(Diagnostic.Create(s_rule, context.Node.GetLocation(), host));
        }
    }
}
