using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Training;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3001: <c>new Random()</c> begins elsewhere with every run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnseededRandomAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.ObjectCreation)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3001",
        DiagnosticSeverity.Warning,
        "Random without a seed",
        "'new Random()' gives other numbers in every run, so this run cannot be repeated. Give it a seed, and log the seed as a parameter.");

    private protected override Func<OperationAnalysisContext, Finding?>? Prepare(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Random") is { } random ? context => Find((IObjectCreationOperation)context.Operation, random) : null;

    private static Finding? Find(IObjectCreationOperation creation, INamedTypeSymbol random) =>
        creation.Arguments.IsEmpty && SymbolEqualityComparer.Default.Equals(creation.Type, random) && !ValueFlow.IsOneOfSeveral(creation) && !IsReplaced(creation) && !HarmlessDraws.AreAllOf(creation)
            ? new(creation.Syntax.GetLocation())
            : null;

    // A field that something in its type gives a generator with a seed, as SetSeed does, is for the caller to choose.
    private static bool IsReplaced(IObjectCreationOperation creation) =>
        creation.Syntax.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax { Parent: { } type } } field }
        && type.DescendantNodes().Any(node =>
            node is AssignmentExpressionSyntax { Left: var target, Right: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } }
            && target is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            && target.GetLastToken().ValueText == field.Identifier.ValueText);
}
