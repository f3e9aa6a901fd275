using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Leakage;

/// <summary>MLOPS2043: <c>Concatenate</c> that puts the label among the features of the trainer behind it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LabelInFeaturesAnalyzer() : OperationAnalyzer(s_rule, OperationKind.Invocation)
{
    private static readonly DiagnosticDescriptor s_rule = Shared.Rule.Of(
        "MLOPS2043",
        Shared.Rule.Data,
        DiagnosticSeverity.Warning,
        "Label is among the features",
        "'{0}' is what '{1}' learns to predict, and here it becomes a part of its features: the model reads the answer off and is of no use where nobody knows it. Leave it out.");

    private protected override Action<OperationAnalysisContext>? Prepare(Compilation compilation) =>
        Framework.Of(compilation, MemberRole.Concatenates, MemberRole.Renames) is { } framework
            ? context => Look(context, (IInvocationOperation)context.Operation, framework)
            : null;

    private void Look(OperationAnalysisContext context, IInvocationOperation call, Framework framework)
    {
        if (RoleOf(call, framework) != MemberRole.Concatenates || call.Given("outputColumnName").Text() is not { } output || InputsOf(call) is not { IsEmpty: false } inputs)
        {
            return;
        }

        var steps = PipelineOf(call);
        foreach (var trainer in steps.Select(TrainerColumns.Of).OfType<TrainerColumns>())
        {
            var labels = Closure(trainer.Label, steps, framework, MemberRole.Renames, bothWays: true);
            if (Closure(trainer.Features, steps, framework, null, bothWays: false).Contains(output)
                && inputs.FirstOrDefault(input => labels.Contains(input.Text()!)) is { } label)
            {
                var location = call.Syntax.SyntaxTree == label.Syntax.SyntaxTree && call.Syntax.Span.Contains(label.Syntax.Span) ? label.Syntax.GetLocation() : call.NameLocation();
                context.ReportDiagnostic(Diagnostic.Create(Rule, location, label.Text(), trainer.Trainer));
                return;
            }
        }
    }

    private static MemberRole? RoleOf(IInvocationOperation call, Framework framework) =>
        framework.HasName(call.TargetMethod.Name) ? framework.Find(call.TargetMethod)?.Role : null;

    /// <summary>All steps of the pipelines that a step is appended to, in whatever order the program puts them together.</summary>
    private static ImmutableArray<IInvocationOperation> PipelineOf(IInvocationOperation step)
    {
        var chains = new List<IOperation> { step };
        ValueFlow.UsesOf(step, use =>
        {
            var isChain = IsAppend(use);
            if (isChain)
            {
                chains.Add(use);
            }

            return isChain || (use is IArgumentOperation && IsAppend(use.Parent));
        });
        return [.. chains.SelectMany(PipelineSteps.Of).Distinct()];
    }

    private static bool IsAppend(IOperation? use) => use is IInvocationOperation { TargetMethod.Name: "Append" or "AppendCacheCheckpoint" };

    /// <summary>A column, those that it is made of and, on request, those that are made of it.</summary>
    private static HashSet<string> Closure(string column, ImmutableArray<IInvocationOperation> steps, Framework framework, MemberRole? only, bool bothWays)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { column };
        for (var before = 0; before != found.Count;)
        {
            before = found.Count;
            foreach (var step in steps)
            {
                if ((only is null || RoleOf(step, framework) == only) && step.Given("outputColumnName").Text() is { } output)
                {
                    var inputs = InputsOf(step).Select(static input => input.Text()!).ToArray();
                    if (found.Contains(output))
                    {
                        found.UnionWith(inputs);
                    }
                    else if (bothWays && inputs.Any(found.Contains))
                    {
                        found.Add(output);
                    }
                }
            }
        }

        return found;
    }

    private static ImmutableArray<IOperation> InputsOf(IInvocationOperation step) =>
        step.Given("inputColumnName") is { } one ? one.Text() is null ? [] : [one]
        : step.Given("inputColumnNames") is { } many ? [.. ElementsOf(many).Where(static input => input.Text() is not null)]
        : [];

    private static ImmutableArray<IOperation> ElementsOf(IOperation array) => ValueFlow.OriginOf(array) switch
    {
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        IArrayInitializerOperation initializer => initializer.ElementValues,
        ICollectionExpressionOperation collection => [.. collection.Elements.SelectMany(static element => element is ISpreadOperation spread ? ElementsOf(spread.Operand) : [element])],
        IMemberReferenceOperation member when member.MadeWith() is { } made && made is not IMemberReferenceOperation => ElementsOf(made),
        _ => [],
    };
}
