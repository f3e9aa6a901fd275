using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Training;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3010: <c>new MLContext()</c> whose random numbers training draws on, wherever it was made.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnseededMLContextAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.ObjectCreation)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3010",
        DiagnosticSeverity.Warning,
        "MLContext without a seed",
        "'new MLContext()' takes another seed in every run, so splits, shuffles and trainers give other results each time. Give it one: 'new MLContext(seed: 0)'.");

    private protected override Func<OperationAnalysisContext, Finding?>? Prepare(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Microsoft.ML.MLContext") is { } contextType
        && Framework.Of(compilation, MemberRole.Randomises, MemberRole.Splits, MemberRole.Fits) is { } random
        && Framework.Of(compilation, MemberRole.NeedsNoSeed) is var fixedTrainers
            ? context => Find((IObjectCreationOperation)context.Operation, contextType, random, fixedTrainers, context)
            : null;

    private static Finding? Find(IObjectCreationOperation creation, INamedTypeSymbol contextType, Framework random, Framework? fixedTrainers, OperationAnalysisContext context)
    {
        if (!SymbolEqualityComparer.Default.Equals(creation.Type, contextType) || creation.Arguments.Any(static argument => argument.ArgumentKind == ArgumentKind.Explicit) || ValueFlow.IsOneOfSeveral(creation))
        {
            return null;
        }

        // Catalogs stand between: context.Regression.Trainers. A context that only loads a model and predicts needs no seed.
        var trail = new ValueTrail(context.Compilation, part => part is IPropertyReferenceOperation property && random.Find(property.Property) is null, context.CancellationToken);
        var members = trail.From(creation).Where(end => IsRandom(end.Use, random, fixedTrainers)).Select(static end => end.Member).ToImmutableArray();
        return members.IsEmpty ? null : new(creation.Syntax.GetLocation()) { Members = members };
    }

    private static bool IsRandom(IOperation use, Framework random, Framework? fixedTrainers) => use switch
    {
        IPropertyReferenceOperation property => random.Find(property.Property) is not null && !(TrainerOf(property) is { } trainer && fixedTrainers?.Find(trainer) is not null),
        IInvocationOperation call => random.Find(call.TargetMethod) is not null && !HasSeed(call),
        IArgumentOperation { Parent: IInvocationOperation call } => random.Find(call.TargetMethod) is not null && !HasSeed(call),
        _ => false,
    };

    private static IMethodSymbol? TrainerOf(IOperation trainers) => trainers.Parent switch
    {
        IConversionOperation conversion => TrainerOf(conversion),
        IArgumentOperation { Parent: IInvocationOperation call } => call.TargetMethod,
        IInvocationOperation call => call.TargetMethod,
        _ => null,
    };

    private static bool HasSeed(IInvocationOperation call) =>
        call.Arguments.Any(static argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: "seed" });
}
