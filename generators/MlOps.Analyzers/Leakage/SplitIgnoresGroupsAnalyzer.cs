using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Leakage;

/// <summary>MLOPS2042: a split that tears groups apart: the rows of a query, a patient, a session.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SplitIgnoresGroupsAnalyzer() : OperationAnalyzer(s_rule, OperationKind.Invocation)
{
    private const string Key = "samplingKeyColumnName";

    private static readonly WordList s_groups = new("mlops_group_names", "GroupId", "QueryId", "PatientId", "SubjectId", "SessionId");

    private static readonly DiagnosticDescriptor s_rule = Shared.Rule.Of(
        "MLOPS2042",
        Shared.Rule.Data,
        DiagnosticSeverity.Warning,
        "Split ignores groups",
        "'{0}' spreads the rows of one '{1}' over both parts, so the model is tested with groups that it knows from training. Pass '{2}: \"{1}\"'.");

    private protected override Action<OperationAnalysisContext>? Prepare(Compilation compilation) =>
        Framework.Of(compilation, MemberRole.Splits, MemberRole.Fits) is { } splits
        && Framework.Of(compilation, MemberRole.Predicts, MemberRole.KeepsRows, MemberRole.Loads) is { } data
            ? context => Look(context, (IInvocationOperation)context.Operation, splits, data)
            : null;

    private void Look(OperationAnalysisContext context, IInvocationOperation call, Framework splits, Framework data)
    {
        if (!splits.HasName(call.TargetMethod.Name)
            || call.TargetMethod.Parameters.FirstOrDefault(static parameter => parameter.Name == Key) is not { } key
            || key is { HasExplicitDefaultValue: true, ExplicitDefaultValue: not null } // Ranking.CrossValidate keeps groups by itself.
            || call.Given(Key) is not null
            || splits.Find(call.TargetMethod) is not { } member || member.DataOf(call) is not { } rows)
        {
            return;
        }

        if ((RankedBy(call) ?? GroupOf(rows, data, s_groups.In(context.Options, call.Syntax.SyntaxTree))) is { } group && !Recommends(call))
        {
            var properties = ImmutableDictionary<string, string?>.Empty.Add("column", group);
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.NameLocation(), properties, call.TargetMethod.Name, group, Key));
        }
    }

    /// <summary>The column by which a ranking trainer of the method groups rows.</summary>
    private static string? RankedBy(IOperation split) => Trainers(split, "RankingTrainers")
        .Where(static trainer => trainer.Given("options") is null)
        .Select(static trainer => trainer.Given("rowGroupColumnName") is { } given ? given.Text() : "GroupId")
        .FirstOrDefault();

    // Who recommends splits the ratings of each user: there the rows of one are meant to be in both parts.
    private static bool Recommends(IOperation split) => Trainers(split, "RecommendationTrainers").Any();

    private static IEnumerable<IInvocationOperation> Trainers(IOperation around, string catalog) => ValueFlow.RootOf(around).Descendants()
        .OfType<IInvocationOperation>()
        .Where(call => (call.Instance ?? call.Arguments.FirstOrDefault()?.Value)?.Type?.Name == catalog);

    private static string? GroupOf(IOperation rows, Framework framework, ImmutableHashSet<string> names)
    {
        if (new RowSource(framework).Of(rows) is not IInvocationOperation { TargetMethod: { TypeArguments: { Length: 1 } types } method }
            || framework.Find(method)?.Role != MemberRole.Loads)
        {
            return null;
        }

        for (var type = types[0]; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol && ColumnOf(member) is var column && names.Contains(column))
                {
                    return column;
                }
            }
        }

        return null;
    }

    private static string ColumnOf(ISymbol member)
    {
        foreach (var attribute in member.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "ColumnNameAttribute" && attribute.ConstructorArguments.FirstOrDefault().Value is string name)
            {
                return name;
            }
        }

        return member.Name;
    }
}
