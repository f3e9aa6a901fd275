using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Security;

/// <summary>MLOPS4001: a password, a key or a connection string goes into a run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretLoggedAnalyzer() : LoggedNameAnalyzer(s_rule, SecretNames.Words)
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS4001",
        Rule.Security,
        DiagnosticSeverity.Error,
        "Secret is logged",
        "{0} looks like a secret, and {1} writes it into the run, where everybody who sees the run can read it. {2}.");

    private protected override bool IsNamed(string name, ImmutableHashSet<string> words) => SecretNames.IsSecret(name, words);

    private protected override bool CanHold(ITypeSymbol type, string name) => SecretNames.CanHold(type);

    private protected override Action<OperationAnalysisContext>? CallsOf(Compilation compilation) =>
        Framework.Of(compilation, MemberRole.Logs) is { } loggers ? context => LookAtCall(context, loggers) : null;

    /// <summary>
    /// <c>[Sensitive]</c> does not count here: it masks what the generated code logs, and this is the user's own. A key alone does
    /// not make what is masked or written down as a constant a secret.
    /// </summary>
    private static void LookAtCall(OperationAnalysisContext context, Framework loggers)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!loggers.HasName(call.TargetMethod.Name) || loggers.Find(call.TargetMethod) is not { Data: { } data })
        {
            return;
        }

        var value = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == data)?.Value;
        var key = call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name is "key" or "name")?.Value.ConstantValue.Value as string;
        if (value is null)
        {
            return;
        }

        var words = SecretNames.Words.In(context.Options, call.Syntax.SyntaxTree);
        if (SecretValues.Find(value, words, keyIsSecret: key is not null && SecretNames.IsSecret(key, words, orAlone: false)))
        {
            var what = key is null ? "What is passed here" : $"The value of '{key}'";
            context.ReportDiagnostic(Diagnostic.Create(s_rule, value.Syntax.GetLocation(), what, $"'{call.TargetMethod.Name}'", "Leave it out, or log only whether it is set"));
        }
    }
}
