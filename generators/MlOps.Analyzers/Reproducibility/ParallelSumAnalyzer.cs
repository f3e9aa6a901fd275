using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Training;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3008: <c>Parallel.For(0, n, i =&gt; sum += parts[i])</c> rounds another way in every run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ParallelSumAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.CompoundAssignment, OperationKind.SimpleAssignment, OperationKind.Invocation)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3008",
        DiagnosticSeverity.Warning,
        "Floating-point sum of many threads",
        "'{0}' takes floating-point numbers in whatever order threads get there, and every order rounds to another result. Keep one part per index, and add them up in order afterwards.");

    private protected override Func<OperationAnalysisContext, Finding?>? Prepare(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Threading.Tasks.Parallel") is null ? null : static context => Find(context.Operation);

    private static Finding? Find(IOperation operation) => operation switch
    {
        ICompoundAssignmentOperation sum when IsReal(sum.Type) && Rounds(sum.OperatorKind) => InParallel(sum, sum.Target, TextOf(sum)),
        ISimpleAssignmentOperation { Value: IBinaryOperation value } sum when IsReal(sum.Type) && Rounds(value.OperatorKind)
            && SymbolOf(sum.Target) is { } symbol && (IsSame(value.LeftOperand, symbol) || IsSame(value.RightOperand, symbol)) => InParallel(sum, sum.Target, TextOf(sum)),
        IInvocationOperation { TargetMethod: { Name: "CompareExchange", ContainingType.Name: "Interlocked" } } exchange when IsReal(exchange.Arguments[0].Value.Type) =>
            InParallel(exchange, exchange.Arguments[0].Value, "Interlocked.CompareExchange"),
        IInvocationOperation { TargetMethod: { Name: "Sum" or "Average" or "Aggregate", ContainingType.Name: "ParallelEnumerable" } } query when SumsReals(query) =>
            new(NameIn(query), query.TargetMethod.Name),
        _ => null,
    };

    // Where the threads meet: what is declared outside the lambda that runs on all of them.
    private static Finding? InParallel(IOperation sum, IOperation target, string text)
    {
        IAnonymousFunctionOperation? body = null;
        for (var current = sum.Parent; current is not null && body is null; current = current.Parent)
        {
            body = current is IAnonymousFunctionOperation lambda && RunsOnAllThreads(lambda) ? lambda : null;
        }

        return body is not null && IsShared(target, body) ? new(sum.Syntax.GetLocation(), text) : null;
    }

    private static bool RunsOnAllThreads(IAnonymousFunctionOperation lambda) =>
        lambda.Parent?.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: var name, ContainingType: var type } } }
        && (type.Name == "Parallel" ? type.IsIn("System.Threading.Tasks") : type.Name == "ParallelEnumerable" && name == "ForAll");

    private static bool IsShared(IOperation target, IAnonymousFunctionOperation body) => target switch
    {
        IFieldReferenceOperation { Instance: { } instance } => IsShared(instance, body),
        IPropertyReferenceOperation { Instance: { } instance, Arguments.IsEmpty: true } => IsShared(instance, body),
        IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: true } or IInstanceReferenceOperation => true,
        IArrayElementReferenceOperation element => element.Indices.All(static index => index.ConstantValue.HasValue) && IsShared(element.ArrayReference, body),
        ILocalReferenceOperation local => IsOutside(local.Local, body),
        IParameterReferenceOperation parameter => IsOutside(parameter.Parameter, body),
        _ => false,
    };

    private static bool IsOutside(ISymbol symbol, IOperation body) => symbol.DeclaringSyntaxReferences.All(declared => !body.Syntax.Span.Contains(declared.Span));

    // A greatest value is the same in every order; a sum is not.
    private static bool SumsReals(IInvocationOperation query) =>
        IsReal(query.Type)
        && (query.TargetMethod.Name == "Aggregate"
            ? query.Descendants().OfType<IAnonymousFunctionOperation>().Any(static step => step.Descendants().Any(static operation => operation is IBinaryOperation binary && IsReal(binary.Type) && Rounds(binary.OperatorKind)))
            : query.TargetMethod.Parameters[query.TargetMethod.Parameters.Length - 1].Type is INamedTypeSymbol { TypeArguments: var types } && IsReal(types[types.Length - 1]));

    private static bool Rounds(BinaryOperatorKind kind) => kind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply;

    private static bool IsReal(ITypeSymbol? type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
        ? IsReal(nullable.TypeArguments[0])
        : type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single;

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member,
        _ => null,
    };

    private static bool IsSame(IOperation operand, ISymbol symbol) => SymbolEqualityComparer.Default.Equals(SymbolOf(operand), symbol);

    private static string TextOf(IOperation operation) => operation.Syntax.ToString() is { Length: <= 60 } text ? text : operation.Syntax.ToString().Substring(0, 60) + "…";

    private static Location NameIn(IInvocationOperation query) =>
        query.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            ? access.Name.GetLocation()
            : query.Syntax.GetLocation();
}
