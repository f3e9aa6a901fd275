using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Leakage;

/// <summary>MLOPS2041: means, bounds or words taken of all data, which is split into training and test only then.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FittedBeforeSplitAnalyzer() : OperationAnalyzer(s_rule, OperationKind.Invocation)
{
    private const int MaxTransforms = 8;

    private static readonly DiagnosticDescriptor s_rule = Shared.Rule.Of(
        "MLOPS2041",
        Shared.Rule.Data,
        DiagnosticSeverity.Warning,
        "Step is fitted before the split",
        "'{0}' is fitted to all of the data before '{1}' divides it, so it knows the data that the model is tested with. Divide first, and make the step a part of the pipeline that is fitted to the training data.");

    private protected override Action<OperationAnalysisContext>? Prepare(Compilation compilation) =>
        Framework.Of(compilation, MemberRole.LearnsStatistics) is { } learners
        && Framework.Of(compilation, MemberRole.Splits, MemberRole.Fits, MemberRole.Predicts, MemberRole.KeepsRows, MemberRole.TakesRows, MemberRole.Loads) is { } framework
            ? context => Look(context, (IInvocationOperation)context.Operation, learners, framework)
            : null;

    private void Look(OperationAnalysisContext context, IInvocationOperation split, Framework learners, Framework framework)
    {
        if (!framework.HasName(split.TargetMethod.Name) || split.TargetMethod.Name == "Fit"
            || framework.Find(split.TargetMethod) is not { Role: MemberRole.Splits or MemberRole.Fits } member || member.DataOf(split) is not { } data)
        {
            return;
        }

        var rows = new RowSource(framework);
        for (var steps = 0; steps < MaxTransforms && Settled.OriginOf(data) is IInvocationOperation transform; steps++)
        {
            if (framework.Find(transform.TargetMethod) is not { Role: MemberRole.Predicts or MemberRole.KeepsRows or MemberRole.TakesRows } kind || kind.DataOf(transform) is not { } input)
            {
                return;
            }

            if (rows.FitOf(transform) is { Instance: { } estimator } fit
                && framework.Find(fit.TargetMethod)!.DataOf(fit) is { } learned
                && IsAmong(input, rows.Of(learned), rows, framework)
                && PipelineSteps.Of(estimator).LastOrDefault(step => Learns(step, learners)) is { } learner)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, split.NameLocation(), learner.TargetMethod.Name, split.TargetMethod.Name));
                return;
            }

            data = input;
        }
    }

    // What was filtered after the step had learned from all is known to it all the same.
    private static bool IsAmong(IOperation input, IOperation? learned, RowSource rows, Framework framework)
    {
        var source = rows.Of(input);
        for (var steps = 0; steps < MaxTransforms; steps++)
        {
            if (rows.AreSame(learned, source))
            {
                return true;
            }

            if (source is not IInvocationOperation filter || framework.Find(filter.TargetMethod) is not { Role: MemberRole.TakesRows } kind || kind.DataOf(filter) is not { } all)
            {
                return false;
            }

            source = rows.Of(all);
        }

        return false;
    }

    private static bool Learns(IInvocationOperation step, Framework learners) =>
        learners.HasName(step.TargetMethod.Name)
        && learners.Find(step.TargetMethod) is { } member
        && (member.OnlyWith is not { } parameter || step.Given(parameter) is { ConstantValue: { HasValue: true, Value: not 0 and not (byte)0 } });
}
