using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Lifetime;

/// <summary>MLOPS6003: an <c>InferenceSession</c> that is made for every request, or again in every round of a loop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionPerRequestAnalyzer() : OperationAnalyzer(s_rule, OperationKind.ObjectCreation)
{
    private static readonly DiagnosticDescriptor s_rule = Shared.Rule.Of(
        "MLOPS6003",
        Shared.Rule.Lifetime,
        DiagnosticSeverity.Warning,
        "InferenceSession is made again and again",
        "This InferenceSession is made {0}, and each time it reads and optimises the whole model, which takes far longer than a prediction. Make it once and share it: Run may be called by many threads.");

    private protected override Action<OperationAnalysisContext>? Prepare(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Microsoft.ML.OnnxRuntime.InferenceSession") is { } session
            ? Prepare(session, Framework.Of(compilation, MemberRole.RegistersPerRequest, MemberRole.HandlesRequests), compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.ControllerBase"))
            : null;

    private Action<OperationAnalysisContext> Prepare(INamedTypeSymbol session, Framework? web, INamedTypeSymbol? controller) => context =>
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (SymbolEqualityComparer.Default.Equals(creation.Type, session) && WhenMade(creation, context, web, controller) is { } when)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, creation.Syntax.GetLocation(), when));
        }
    };

    private static string? WhenMade(IObjectCreationOperation creation, OperationAnalysisContext context, Framework? web, INamedTypeSymbol? controller)
    {
        for (var current = creation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case ICoalesceAssignmentOperation or IConditionalOperation or ISwitchOperation:
                    return null; // Made when it is first needed, or by choice.
                case ILocalFunctionOperation local:
                    return Handles(local.Symbol) && !IsKept(creation) ? ForRequest(creation) : null;
                case ILoopOperation loop:
                    return IsSameInEachRound(creation, loop) ? "in every round of a loop" : null;
                case IAnonymousFunctionOperation lambda:
                    return Calls.CallWith(lambda) is { } call && web?.Find(call.TargetMethod) is { } member
                        ? member.Role == MemberRole.HandlesRequests ? ForRequest(creation) : $"whenever a service asks for it ('{call.TargetMethod.Name}')"
                        : null;
            }
        }

        if (context.ContainingSymbol is { IsStatic: false } and (IMethodSymbol { MethodKind: MethodKind.Constructor } or IFieldSymbol or IPropertySymbol) && IsController(context.ContainingSymbol.ContainingType, controller))
        {
            return IsKeptByAll(creation) ? null : "for every request, as its controller is";
        }

        return (IsAction(context.ContainingSymbol, controller) || Handles(context.ContainingSymbol)) && !IsKept(creation) ? ForRequest(creation) : null;

        bool Handles(ISymbol method) => web is not null && RequestHandlers.Contain(method, context.Compilation, web, context.CancellationToken);
    }

    private static string? ForRequest(IObjectCreationOperation creation) =>
        creation.Arguments.Any(static argument => IsChosen(argument.Value, depth: 0)) ? null : "for every request";

    // Which model it is, the request says.
    private static bool IsChosen(IOperation model, int depth) => depth < 8 && model.DescendantsAndSelf().Any(part => part switch
    {
        IParameterReferenceOperation => true,
        ILocalReferenceOperation local => ValueFlow.ValuesOf(local.Local, ValueFlow.RootOf(local)).Any(value => IsChosen(value, depth + 1)),
        _ => false,
    });

    private static bool IsAction(ISymbol containing, INamedTypeSymbol? controller) =>
        containing is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false, DeclaredAccessibility: Accessibility.Public } && IsController(containing.ContainingType, controller);

    private static bool IsController(INamedTypeSymbol declared, INamedTypeSymbol? controller)
    {
        for (var type = declared.BaseType; controller is not null && type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, controller))
            {
                return true;
            }
        }

        return false;
    }

    // In a field of the controller it is not: the next request gets another controller.
    private static bool IsKeptByAll(IObjectCreationOperation creation) => ValueFlow.UsesOf(creation).Any(static use =>
        use is IAssignmentOperation { Target: IMemberReferenceOperation { Instance: null } or IArrayElementReferenceOperation or IPropertyReferenceOperation { Arguments.Length: > 0 } } or IArgumentOperation);

    // What goes into a field, a list or a cache is not thrown away after this request.
    private static bool IsKept(IObjectCreationOperation creation) => ValueFlow.UsesOf(creation).Any(static use =>
        use is IAssignmentOperation { Target: IMemberReferenceOperation or IArrayElementReferenceOperation } or IArgumentOperation or IReturnOperation or IFieldInitializerOperation or IPropertyInitializerOperation);

    // The same model each time: a path that the loop neither makes nor changes, and a session that does not leave it.
    private static bool IsSameInEachRound(IObjectCreationOperation creation, ILoopOperation loop) =>
        !IsKept(creation)
        && creation.Arguments.FirstOrDefault(static argument => argument.ArgumentKind == ArgumentKind.Explicit) is { } model
        && model.Value.DescendantsAndSelf().All(part => part switch
        {
            ILocalReferenceOperation local => IsOutside(local.Local, loop) && !ValueFlow.ValuesOf(local.Local, loop).Any(),
            IParameterReferenceOperation parameter => IsOutside(parameter.Parameter, loop),
            IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
            IInstanceReferenceOperation or ILiteralOperation or IConversionOperation => true,
            _ => part.ConstantValue.HasValue,
        });

    private static bool IsOutside(ISymbol variable, ILoopOperation loop) =>
        !variable.DeclaringSyntaxReferences.Any(declaration => declaration.SyntaxTree == loop.Syntax.SyntaxTree && loop.Syntax.Span.Contains(declaration.Span));
}
