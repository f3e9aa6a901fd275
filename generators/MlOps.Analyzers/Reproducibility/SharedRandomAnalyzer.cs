using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Training;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3002: <c>Random.Shared</c> begins elsewhere with every run, and nobody can give it a seed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SharedRandomAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.PropertyReference)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3002",
        DiagnosticSeverity.Warning,
        "Shared Random in training",
        "'{0}' gives other numbers in every run and takes no seed, so this run cannot be repeated. Use a Random of your own with a seed, and log the seed as a parameter.");

    private protected override Func<OperationAnalysisContext, Finding?>? Prepare(Compilation compilation) =>
        Framework.Of(compilation, MemberRole.SharesRandom) is { } framework ? context => Find((IPropertyReferenceOperation)context.Operation, framework) : null;

    private static Finding? Find(IPropertyReferenceOperation reference, Framework framework) =>
        reference is { Instance: null, Parent: not INameOfOperation } && framework.HasName(reference.Property.Name) && framework.Find(reference.Property) is not null && !HarmlessDraws.AreAllOf(reference)
            ? new(reference.Syntax.GetLocation(), $"{reference.Property.ContainingType.Name}.{reference.Property.Name}")
            : null;
}
