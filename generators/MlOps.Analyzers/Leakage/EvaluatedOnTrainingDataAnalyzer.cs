using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Leakage;

/// <summary>MLOPS2040: <c>Evaluate</c> with the data that the model was fitted to, in one method.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EvaluatedOnTrainingDataAnalyzer() : OperationAnalyzer(s_rule, OperationKind.Invocation)
{
    private static readonly DiagnosticDescriptor s_rule = Shared.Rule.Of(
        "MLOPS2040",
        Shared.Rule.Data,
        DiagnosticSeverity.Warning,
        "Model is evaluated with its training data",
        "'{0}' gets the data that the model was fitted to ('{1}'), so its metrics say nothing about data that the model has not seen. Keep a part back for it, with TrainTestSplit.");

    private protected override Action<OperationAnalysisContext>? Prepare(Compilation compilation) =>
        Framework.Of(compilation, MemberRole.Evaluates) is { } evaluates
        && Framework.Of(compilation, MemberRole.Fits, MemberRole.Predicts, MemberRole.KeepsRows, MemberRole.Loads, MemberRole.Splits) is { } framework
            ? context => Look(context, (IInvocationOperation)context.Operation, evaluates, framework)
            : null;

    private void Look(OperationAnalysisContext context, IInvocationOperation call, Framework evaluates, Framework framework)
    {
        if (!evaluates.HasName(call.TargetMethod.Name) || evaluates.Find(call.TargetMethod) is not { } member || member.DataOf(call) is not { } predictions)
        {
            return;
        }

        var rows = new RowSource(framework);
        if (Learned(predictions, rows, framework) is { } learned
            && rows.Of(predictions) is { } measured
            && (rows.AreSame(rows.Of(learned), measured) || rows.IsPartOf(measured, learned))
            && !IsOnPurpose(call, predictions)
            && !OthersOf(call, evaluates).Any(other => rows.Of(other) is not { } source || !rows.AreSame(source, measured)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.NameLocation(), call.TargetMethod.Name, learned.Syntax));
        }
    }

    /// <summary>What the model was fitted to that made the predictions.</summary>
    private static IOperation? Learned(IOperation predictions, RowSource rows, Framework framework) =>
        ValueFlow.OriginOf(predictions) is IInvocationOperation transform
        && framework.Find(transform.TargetMethod) is { Role: MemberRole.Predicts }
        && rows.FitOf(transform) is { } fit
            ? framework.Find(fit.TargetMethod)!.DataOf(fit)
            : null;

    // To compare metrics of training with those of a test is good practice; whoever does says so, or has the other ones beside.
    private static bool IsOnPurpose(IInvocationOperation call, IOperation predictions) =>
        SaysTrain((predictions as ILocalReferenceOperation)?.Local.Name)
        || ValueFlow.UsesOf(call).Any(static use => use is ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } && SaysTrain(target.Member.Name))
        || (call.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } && SaysTrain(declarator.Symbol.Name))
        || (call.Parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } && SaysTrain(local.Local.Name));

    private static bool SaysTrain(string? name) => name?.IndexOf("train", StringComparison.OrdinalIgnoreCase) >= 0;

    private static IEnumerable<IOperation> OthersOf(IInvocationOperation call, Framework evaluates) => ValueFlow.RootOf(call).Descendants()
        .OfType<IInvocationOperation>()
        .Where(other => other != call && evaluates.HasName(other.TargetMethod.Name))
        .Select(other => evaluates.Find(other.TargetMethod)?.DataOf(other))
        .OfType<IOperation>();
}
