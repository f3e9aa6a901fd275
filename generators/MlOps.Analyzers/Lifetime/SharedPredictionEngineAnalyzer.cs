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
            && ThreadsInSource.AreUsedIn(context.Compilation, context.CancellationToken)
            && StaticMemberUse.IsUsed(member, context.Compilation, context.CancellationToken))
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
        else if (call.TargetMethod.Name.EndsWith("Singleton", StringComparison.Ordinal) && framework.Find(call.TargetMethod) is { Role: MemberRole.RegistersSingleton })
        {
            if (Singletons.TypesOf(call).FirstOrDefault(type => IsEngine(type.OriginalDefinition, engine)) is { } registered)
            {
                Report(call.NameLocation(), registered.ToMinimalDisplayString(call.SemanticModel!, call.Syntax.SpanStart), "registered as a singleton");
            }
            else if (Singletons.TypesOf(call).SelectMany(static type => type.GetMembers()).FirstOrDefault(member => IsHeld(member, engine, context.CancellationToken)) is { } held
                && ThreadsInSource.AreUsedIn(context.Compilation, context.CancellationToken))
            {
                Report(call.NameLocation(), $"{held.ContainingType.Name}.{held.Name}", "a part of a singleton");
            }
        }
        else
        {
            foreach (var method in call.MethodGroups())
            {
                if (framework.Find(call.TargetMethod) is { Role: MemberRole.RunsInParallel or MemberRole.HandlesRequests } && EngineIn(method, engine) is { } shared)
                {
                    Report(method.Syntax.GetLocation(), shared.Name, $"used by '{method.Method.Name}', which runs on several threads at once");
                }
            }
        }

        void Report(Location location, string name, string how) => context.ReportDiagnostic(Diagnostic.Create(s_rule, location, name, how));
    }

    private static bool IsHeld(ISymbol member, INamedTypeSymbol engine, CancellationToken cancellationToken) =>
        member is { IsStatic: false, DeclaringSyntaxReferences.IsEmpty: false }
        && Stored(member) is { } type && IsEngine(type, engine) && !HasLocks(member.ContainingType, cancellationToken);

    /// <summary>The engine from outside that a method uses without a lock.</summary>
    private static ISymbol? EngineIn(IMethodReferenceOperation method, INamedTypeSymbol engine)
    {
        var declaration = method.Method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        var body = declaration is null ? null : method.SemanticModel?.Compilation.ModelOf(declaration.SyntaxTree).GetOperation(declaration);
        return body?.Descendants().OfType<IInvocationOperation>()
            .Where(call => call.TargetMethod.Name == "Predict" && call.Instance is { Type: { } type } && IsEngine(type, engine) && !IsLocked(call))
            .Select(static call => VariableOf(call.Instance!))
            .FirstOrDefault(variable => variable is not null && (variable is IFieldSymbol || !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, method.Method)));
    }

    private static bool IsLocked(IOperation operation)
    {
        var current = operation.Parent;
        while (current is not (null or ILockOperation))
        {
            current = current.Parent;
        }

        return current is not null;
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
