using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Training;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>
/// MLOPS3011: a trainer whose threads write over one another, so that not even a seed makes its result the same. Silent where no
/// seed is given: there MLOPS3010 comes first.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThreadedTrainerAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.Invocation)
{
    private const string Threads = "NumberOfThreads";

    private static readonly TrainingRule s_rule = new(
        "MLOPS3011",
        DiagnosticSeverity.Warning,
        "Trainer that is only repeatable with one thread",
        "'{0}' trains on several threads and gives another model in every run, in spite of the seed. Give it options with 'NumberOfThreads = 1'.");

    private protected override Func<OperationAnalysisContext, Finding?>? Prepare(Compilation compilation) =>
        Framework.Of(compilation, MemberRole.TrainsWithThreads) is { } trainers && compilation.GetTypeByMetadataName("Microsoft.ML.MLContext") is { } contextType
            ? context => Find((IInvocationOperation)context.Operation, trainers, contextType, context)
            : null;

    private static Finding? Find(IInvocationOperation call, Framework trainers, INamedTypeSymbol contextType, OperationAnalysisContext context) =>
        trainers.HasName(call.TargetMethod.Name)
        && trainers.Find(call.TargetMethod) is not null
        && MayHaveThreads(call)
        && HasSeed(call, contextType, context)
            ? new(call.NameLocation(), call.TargetMethod.Name)
            : null;

    private static bool MayHaveThreads(IInvocationOperation call)
    {
        if (call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "options") is not { } options)
        {
            return true; // The short form has no such parameter.
        }

        // What is read from elsewhere, or counted by the program, somebody has thought about.
        return ValueFlow.OriginOf(options.Value) is IObjectCreationOperation creation
            && ThreadsOf(creation, options.Value).All(static value => value.ConstantValue is { HasValue: true, Value: not 1 });
    }

    private static IEnumerable<IOperation> ThreadsOf(IObjectCreationOperation creation, IOperation options)
    {
        var inside = creation.Initializer?.Initializers ?? [];
        var after = options is ILocalReferenceOperation local
            ? ValueFlow.ReferencesTo(local.Local, ValueFlow.RootOf(local)).Select(static read => read.Parent?.Parent).OfType<IOperation>()
            : [];
        return inside.Concat(after)
            .OfType<ISimpleAssignmentOperation>()
            .Where(static assignment => assignment.Target is IMemberReferenceOperation { Member.Name: Threads })
            .Select(static assignment => assignment.Value is IConversionOperation conversion ? conversion.Operand : assignment.Value);
    }

    private static bool HasSeed(IInvocationOperation call, INamedTypeSymbol contextType, OperationAnalysisContext context)
    {
        // call.Arguments[0] is context.Regression.Trainers: what a method is called on that extends it.
        var source = call.Arguments[0].Value;
        while (source is IPropertyReferenceOperation { Instance: { } instance } && !SymbolEqualityComparer.Default.Equals(source.Type, contextType))
        {
            source = instance;
        }

        return ValueFlow.OriginOf(source) is IObjectCreationOperation creation
            ? creation.Arguments.Any(static argument => argument is { ArgumentKind: ArgumentKind.Explicit, Value.ConstantValue: not { HasValue: true, Value: null } })
            : SeedsInSource.HaveMLContext(context.Compilation, context.CancellationToken);
    }
}
