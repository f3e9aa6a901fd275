using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Leakage;

/// <summary>MLOPS2040: <c>Evaluate</c>, of a framework or the user's own, with the data that the model was fitted to, in one method.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EvaluatedOnTrainingDataAnalyzer() : OperationAnalyzer(s_rule, OperationKind.Invocation)
{
    private static readonly DiagnosticDescriptor s_rule = Shared.Rule.Of(
        "MLOPS2040",
        Shared.Rule.Data,
        DiagnosticSeverity.Warning,
        "Model is evaluated with its training data",
        "'{0}' gets the data that the model was fitted to ('{1}'), so its metrics say nothing about data that the model has not seen. Keep a part back for it{2}.");

    private protected override Action<OperationAnalysisContext>? Prepare(Compilation compilation)
    {
        var evaluates = Framework.Of(compilation, MemberRole.Evaluates);
        return Framework.Of(compilation, MemberRole.Fits, MemberRole.Predicts, MemberRole.KeepsRows, MemberRole.Loads, MemberRole.Splits) is { } framework
            ? context => Look(context, (IInvocationOperation)context.Operation, evaluates, framework)
            : null;
    }

    private void Look(OperationAnalysisContext context, IInvocationOperation call, Framework? evaluates, Framework framework)
    {
        var rows = new RowSource(framework);
        if (MeasuredBy(call, evaluates) is { } predictions)
        {
            if (Learned(predictions, rows, framework) is { } learned
                && rows.Of(predictions) is { } measured
                && (rows.AreSame(rows.Of(learned), measured) || rows.IsPartOf(measured, learned)))
            {
                Report(predictions, learned, ", with TrainTestSplit");
            }
        }
        else if (OwnMethods.Measure(call) && new OwnEvaluation(rows, framework).LearnedBefore(call) is { } shared)
        {
            Report(OwnMethods.DataOf(call).First(), shared, "");
        }

        void Report(IOperation measured, IOperation learned, string how)
        {
            if (!IsOnPurpose(call, measured) && !OthersOf(call, evaluates).Any(other => rows.Of(other) is not { } source || !rows.AreSame(source, rows.Of(measured))))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, call.NameLocation(), call.TargetMethod.Name, learned.Syntax, how));
            }
        }
    }

    private static IOperation? MeasuredBy(IInvocationOperation call, Framework? evaluates) =>
        evaluates?.HasName(call.TargetMethod.Name) == true && evaluates.Find(call.TargetMethod) is { } member ? member.DataOf(call) : null;

    /// <summary>What the model was fitted to that made the predictions.</summary>
    private static IOperation? Learned(IOperation predictions, RowSource rows, Framework framework)
    {
        if (Settled.OriginOf(predictions) is not IInvocationOperation transform || framework.Find(transform.TargetMethod) is not { Role: MemberRole.Predicts })
        {
            return null;
        }

        if (rows.FitOf(transform) is { } fit)
        {
            return framework.Find(fit.TargetMethod)!.DataOf(fit);
        }

        return transform.Instance is { } model && Settled.OriginOf(model) is IInvocationOperation training && OwnMethods.Train(training) && !OwnMethods.Divides(training)
            ? Only(OwnMethods.DataOf(training).ToImmutableArray())
            : null;
    }

    private static IOperation? Only(ImmutableArray<IOperation> data) => data.Length == 1 ? data[0] : null;

    // To compare metrics of training with those of a test is good practice; whoever does says so, or has the other ones beside.
    private static bool IsOnPurpose(IInvocationOperation call, IOperation measured) =>
        SaysTrain((measured as ILocalReferenceOperation)?.Local.Name)
        || SaysTrain((measured as IParameterReferenceOperation)?.Parameter.Name)
        || ValueFlow.UsesOf(call).Any(static use => use is ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } && SaysTrain(target.Member.Name))
        || call.Syntax.FirstAncestorOrSelf<StatementSyntax>() is { } statement && statement is not (BlockSyntax or LocalFunctionStatementSyntax) && SaysTrain(statement, call);

    /// <summary>Whether a statement says so: in the name of a variable, in a text that it writes.</summary>
    private static bool SaysTrain(StatementSyntax statement, IInvocationOperation call) => statement.DescendantTokens(node => node != call.Syntax).Any(static token =>
        token.Parent is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or LiteralExpressionSyntax or InterpolatedStringTextSyntax
            || token.Parent is IdentifierNameSyntax { Parent: AssignmentExpressionSyntax assignment } name && assignment.Left == name
                ? SaysTrain(token.ValueText) : false);

    private static bool SaysTrain(string? name) => name?.IndexOf("train", StringComparison.OrdinalIgnoreCase) >= 0;

    private static IEnumerable<IOperation> OthersOf(IInvocationOperation call, Framework? evaluates) => ValueFlow.RootOf(call).Descendants()
        .OfType<IInvocationOperation>()
        .Where(other => other != call)
        .Select(other => MeasuredBy(other, evaluates) ?? (OwnMethods.Measure(other) ? OwnMethods.DataOf(other).FirstOrDefault() : null))
        .OfType<IOperation>();
}
