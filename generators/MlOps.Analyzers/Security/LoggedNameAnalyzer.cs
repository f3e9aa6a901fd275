using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Security;

/// <summary>
/// A rule about names of what tracked methods log: of parameters, and of members of options and results. A member is told of where
/// it is declared, once, however many methods log it.
/// </summary>
public abstract class LoggedNameAnalyzer : DiagnosticAnalyzer
{
    private const string OnIt = "Put [Sensitive] on it to record '***' instead, or [NotLogged] to leave it out";

    private readonly DiagnosticDescriptor _rule;
    private readonly WordList _words;

    private protected LoggedNameAnalyzer(DiagnosticDescriptor rule, WordList words) => (_rule, _words) = (rule, words);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_rule];

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("MlOps.TrackedAttribute") is not null)
            {
                start.RegisterSymbolAction(LookAtMembers, SymbolKind.NamedType);
                start.RegisterSyntaxNodeAction(LookAtMethod, SyntaxKind.MethodDeclaration, SyntaxKind.LocalFunctionStatement);
                if (CallsOf(start.Compilation) is { } lookAtCall)
                {
                    start.RegisterOperationAction(lookAtCall, OperationKind.Invocation);
                }
            }
        });
    }

    /// <summary>Whether the rule is about a value of this name.</summary>
    private protected abstract bool IsNamed(string name, ImmutableHashSet<string> words);

    /// <summary>Whether it is about values of this type.</summary>
    private protected abstract bool CanHold(ITypeSymbol type, string name);

    /// <summary>What looks at calls, for a rule that does.</summary>
    private protected virtual Action<OperationAnalysisContext>? CallsOf(Compilation compilation) => null;

    // Whatever it is called here, the run shows the name that [Param] gives it.
    private string? NameOf(LoggedValue value, ImmutableHashSet<string> words) =>
        IsNamed(value.Name, words) ? value.Name : value.Rename is { } rename && IsNamed(rename, words) ? rename : null;

    private void LookAtMembers(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.Locations[0].SourceTree is not { } tree)
        {
            return;
        }

        var words = _words.In(context.Options, tree);
        foreach (var member in type.GetMembers())
        {
            if (ReadableMembers.TypeOf(member) is not null
                && IsNamed(member.Name, words)
                && LoggedValues.Of(context.Compilation).Find(member, context.CancellationToken) is { } value
                && CanHold(value.Type, member.Name))
            {
                context.ReportDiagnostic(Diagnostic.Create(_rule, member.Locations[0], $"'{type.Name}.{member.Name}'", $"'{value.Method.Name}'", OnIt));
            }
        }
    }

    private void LookAtMethod(SyntaxNodeAnalysisContext context)
    {
        var attributes = context.Node is MethodDeclarationSyntax declaration ? declaration.AttributeLists : ((LocalFunctionStatementSyntax)context.Node).AttributeLists;
        if (attributes.Count == 0
            || context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken) is not IMethodSymbol method
            || method.GetAttributes().Ours("Tracked") is null)
        {
            return;
        }

        var words = _words.In(context.Options, context.Node.SyntaxTree);
        foreach (var value in LoggedValues.Of(method).Where(static value => !value.IsOwnMember))
        {
            if (NameOf(value, words) is { } name && CanHold(value.Type, name))
            {
                var (what, cure) = value switch
                {
                    { Symbol: IParameterSymbol } => ($"Parameter '{value.Name}'", OnIt),
                    { Parameter: { } parameter } => ($"'{value.Path}'", $"Put [Sensitive] on the member where it is declared, or [NotLogged] on the parameter '{parameter.Name}'"),
                    _ => ($"'{value.Path}'", "Put [Sensitive] on the member where it is declared, or [return: NotLogged] on the method"),
                };
                context.ReportDiagnostic(Diagnostic.Create(_rule, ((ISymbol?)value.Parameter ?? method).Locations[0], what, $"'{method.Name}'", cure));
            }
        }
    }
}
