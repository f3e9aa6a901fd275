using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Security;

/// <summary>MLOPS4006: who calls the service says which file is opened.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RequestPathAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS4006",
        Rule.Security,
        DiagnosticSeverity.Warning,
        "Path from a request",
        "'{0}' comes with the request and becomes part of a path that '{1}' opens: with '../' in it, that is any file. Take Path.GetFileName of it, or check that the full path is in the folder.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Framework.IsUsedBy(start.Compilation)
                && start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.IFormFile") is not null
                && Framework.Of(start.Compilation, MemberRole.OpensPath) is { } openers)
            {
                start.RegisterOperationBlockStartAction(block => LookIn(block, openers));
            }
        });
    }

    private static void LookIn(OperationBlockStartAnalysisContext context, Framework openers)
    {
        var told = new HashSet<SyntaxNode>(); // One path is often opened twice.
        context.RegisterOperationAction(
            operation =>
            {
                var (method, arguments) = operation.Operation switch
                {
                    IInvocationOperation call => (call.TargetMethod, call.Arguments),
                    IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments),
                    _ => default,
                };
                if (method is null || !MayOpen(method, openers))
                {
                    return;
                }

                foreach (var argument in arguments)
                {
                    if (IsPath(argument.Parameter)
                        && RequestValues.In(argument.Value) is { } value
                        && !PathChecks.Check(value)
                        && openers.Find(method) is not null)
                    {
                        lock (told)
                        {
                            if (told.Add(value.Syntax))
                            {
                                operation.ReportDiagnostic(Diagnostic.Create(s_rule, value.Syntax.GetLocation(), value.Syntax.ToString(), NameOf(method)));
                            }
                        }
                    }
                }
            },
            OperationKind.Invocation,
            OperationKind.ObjectCreation);
    }

    private static bool MayOpen(IMethodSymbol method, Framework openers) =>
        method.ContainingType.Name == "File"
            ? method.Name != "Exists"
            : openers.HasName(method.Name) && (method.MethodKind != MethodKind.Constructor || method.ContainingType.Name is "FileStream" or "StreamReader" or "StreamWriter" or "InferenceSession");

    private static bool IsPath(IParameterSymbol? parameter) => parameter is { Type.SpecialType: SpecialType.System_String }
        && (Has(parameter.Name, "path") || Has(parameter.Name, "file") || Has(parameter.Name, "folder") || Has(parameter.Name, "location"));

    private static bool Has(string name, string word) => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static string NameOf(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : $"{method.ContainingType.Name}.{method.Name}";
}
