using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Lifetime;

/// <summary>MLOPS6001: a <c>PredictionEngine</c> that several threads use: in a static field, as a singleton, in parallel lambdas.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SharedPredictionEngineAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS6001",
        Rule.Lifetime,
        DiagnosticSeverity.Warning,
        "PredictionEngine is shared between threads",
        "'{0}' is {1}, but a PredictionEngine serves one thread at a time: with two, predictions are mixed up or throw. Take a PredictionEnginePool, or an engine for each thread.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Framework.IsUsedBy(start.Compilation)
                && start.Compilation.GetTypeByMetadataName("Microsoft.ML.PredictionEngineBase`2") is { } engine
                && Framework.Of(start.Compilation, MemberRole.RegistersSingleton, MemberRole.RunsInParallel, MemberRole.HandlesRequests, MemberRole.StartsTask) is { } framework)
            {
                start.RegisterSymbolAction(symbol => LookAtMember(symbol, engine), SymbolKind.Field, SymbolKind.Property);
                start.RegisterOperationAction(operation => LookAtCall(operation, (IInvocationOperation)operation.Operation, engine, framework), OperationKind.Invocation);
            }
        });
    }

    private static void LookAtMember(SymbolAnalysisContext context, INamedTypeSymbol engine)
    {
        var member = context.Symbol;
        if (member.IsStatic
            && Stored(member) is { } type
            && IsEngine(type is INamedTypeSymbol { Name: "Lazy", TypeArguments.Length: 1 } lazy ? lazy.TypeArguments[0] : type, engine)
            && !member.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ThreadStaticAttribute")
            && !HasLocks(member.ContainingType, context.CancellationToken)
            && ThreadsInSource.AreUsedIn(context.Compilation, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(s_rule, member.Locations[0], member.Name, $"a static {(member is IFieldSymbol ? "field" : "property")}"));
        }
    }

    private static ITypeSymbol? Stored(ISymbol member) => member switch
    {
        IFieldSymbol { IsImplicitlyDeclared: false } field => field.Type,
        IPropertySymbol property when property.ContainingType.GetMembers().Any(field => field is IFieldSymbol { AssociatedSymbol: { } owner } && SymbolEqualityComparer.Default.Equals(owner, property)) => property.Type,
        _ => null,
    };

    private static bool HasLocks(INamedTypeSymbol type, CancellationToken cancellationToken) => type.DeclaringSyntaxReferences
        .SelectMany(reference => reference.GetSyntax(cancellationToken).DescendantNodes())
        .Any(static node => node is LockStatementSyntax or IdentifierNameSyntax { Identifier.ValueText: "SemaphoreSlim" or "Monitor" });

    private static void LookAtCall(OperationAnalysisContext context, IInvocationOperation call, INamedTypeSymbol engine, Framework framework)
    {
        if (call.TargetMethod.Name == "Predict" && call.Instance is { Type: { } type } instance && IsEngine(type, engine))
        {
            if (VariableOf(instance) is { } variable && IsShared(call, variable, framework))
            {
                context.ReportDiagnostic(Diagnostic.Create(s_rule, instance.Syntax.GetLocation(), variable.Name, "used by lambdas that run in parallel"));
            }
        }
        else if (call.TargetMethod.TypeArguments.Length > 0 && framework.HasName(call.TargetMethod.Name)
            && call.TargetMethod.TypeArguments.FirstOrDefault(argument => IsEngine(argument, engine)) is { } registered
            && framework.Find(call.TargetMethod) is { Role: MemberRole.RegistersSingleton })
        {
            context.ReportDiagnostic(Diagnostic.Create(s_rule, call.NameLocation(), registered.ToMinimalDisplayString(call.SemanticModel!, call.Syntax.SpanStart), "registered as a singleton"));
        }
    }

    // A static field is found where it is declared.
    private static ISymbol? VariableOf(IOperation instance) => instance switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Field: { IsStatic: false } field, Instance: IInstanceReferenceOperation } => field,
        _ => null,
    };

    private static bool IsShared(IOperation use, ISymbol engine, Framework framework)
    {
        var taskAround = false;
        for (var current = use.Parent; current is not null && !Declares(current, engine); current = current.Parent)
        {
            switch (current)
            {
                case ILockOperation:
                    return false;
                case ILoopOperation when taskAround:
                    return true;
                case IAnonymousFunctionOperation lambda:
                    var called = Calls.CallWith(lambda) is { } call ? (call, framework.Find(call.TargetMethod)?.Role) : default;
                    if (called.Role is MemberRole.RunsInParallel or MemberRole.HandlesRequests || (taskAround && called.call?.TargetMethod.Name == "Select"))
                    {
                        return true;
                    }

                    taskAround |= called.Role == MemberRole.StartsTask;
                    break;
            }
        }

        return false;
    }

    // A field belongs to the object, which is declared outside of every lambda.
    private static bool Declares(IOperation operation, ISymbol engine) =>
        operation is IAnonymousFunctionOperation or ILoopOperation
        && engine is not IFieldSymbol
        && engine.DeclaringSyntaxReferences.Any(declaration => operation.Syntax.SyntaxTree == declaration.SyntaxTree && operation.Syntax.Span.Contains(declaration.Span));

    private static bool IsEngine(ITypeSymbol? type, INamedTypeSymbol engine)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, engine))
            {
                return true;
            }
        }

        return false;
    }
}
