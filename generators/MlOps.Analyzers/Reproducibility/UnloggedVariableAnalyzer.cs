using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Shared;
using MlOps.Analyzers.Training;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3014: a run that depends on an environment variable that it does not record.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnloggedVariableAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.Invocation)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3014",
        DiagnosticSeverity.Info,
        "Environment variable is not logged",
        "This run depends on the environment variable '{0}', and nothing records what that was. Log it as a parameter, or make it a parameter of the method.");

    // Where something lies and who may get it changes with every machine, and must not be logged.
    private static readonly WordList s_names = new(
        "mlops_unlogged_variables",
        "PATH", "DIR", "DIRECTORY", "FOLDER", "FILE", "HOME", "ROOT", "TEMP", "TMP", "USER", "USERNAME", "HOST", "HOSTNAME", "PORT", "URL", "URI", "ENDPOINT", "SERVER", "PROXY",
        "TOKEN", "KEY", "SECRET", "PASSWORD", "PWD", "PASS", "CREDENTIAL", "CREDENTIALS", "CONNECTION", "CONNECTIONSTRING", "CONN", "STORAGE", "LOG", "LOGLEVEL", "DEBUG", "VERBOSE", "CI");

    private protected override Func<OperationAnalysisContext, Finding?> Prepare(Compilation compilation) => static context => Find((IInvocationOperation)context.Operation, context);

    private static Finding? Find(IInvocationOperation call, OperationAnalysisContext context) =>
        call.TargetMethod is { Name: "GetEnvironmentVariable", ContainingType: { Name: "Environment" } type }
        && type.IsIn("System")
        && call.Arguments[0].Value.ConstantValue.Value is string { Length: > 0 } name
        && !IsPlaceOrSecret(name, context)
        && ValueFlow.UsesOf(call, HandsOn) is { IsEmpty: false } uses
        && !uses.Any(IsRecorded)
            ? new(call.Syntax.GetLocation(), name)
            : null;

    private static bool IsPlaceOrSecret(string name, OperationAnalysisContext context)
    {
        var words = s_names.In(context.Options, context.Operation.Syntax.SyntaxTree);
        return words.Contains(name) || NameWords.Of(name).Any(words.Contains);
    }

    private static bool HandsOn(IOperation operation) => operation switch
    {
        IInterpolationOperation or IInterpolatedStringOperation => true,
        IArgumentOperation { Parent: IInvocationOperation call } => Reads(call),
        IInvocationOperation call => call.Instance is not null ? call.TargetMethod.ContainingType.SpecialType == SpecialType.System_String : Reads(call),
        _ => false,
    };

    private static bool Reads(IInvocationOperation call) => call.TargetMethod is { IsStatic: true, Name: "Parse" or "ToInt32" or "ToInt64" or "ToSingle" or "ToDouble" or "ToBoolean" };

    // Parameters of tracked methods record themselves; what is handed back or kept may be recorded by who gets it.
    private static bool IsRecorded(IOperation use) => use is IReturnOperation or IAssignmentOperation { Target: IMemberReferenceOperation } or IFieldInitializerOperation or IPropertyInitializerOperation
        || use is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } }
            && (method.Name is "SetTag" || method.Name.StartsWith("Log", StringComparison.Ordinal) || method.Name.StartsWith("Write", StringComparison.Ordinal) || method.GetAttributes().Ours("Tracked") is not null);
}
