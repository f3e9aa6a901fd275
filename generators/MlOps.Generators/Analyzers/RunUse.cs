using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Analyzers;

/// <summary>Looks for code that logs, in a method and all that it calls.</summary>
internal static class RunUse
{
    // Who calls more is not looked at to the end, and so not spoken of.
    private const int MaxMethods = 50;

    /// <summary>Whether something that is called knows of runs, or nobody can say what it is.</summary>
    public static bool MayBeIn(IMethodSymbol root, Compilation compilation, CancellationToken cancellationToken)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { root };
        var open = new Queue<ISymbol>([root.PartialImplementationPart ?? root]);
        while (open.Count > 0)
        {
            var member = open.Dequeue();
            foreach (var reference in member.DeclaringSyntaxReferences)
            {
                var syntax = reference.GetSyntax(cancellationToken);
                if (compilation.ModelOf(syntax.SyntaxTree).GetOperation(syntax, cancellationToken) is not { } body)
                {
                    return true;
                }

                foreach (var operation in body.Descendants())
                {
                    if (MayLog(operation, compilation, out var called))
                    {
                        return true;
                    }

                    if (called is not null && seen.Add(called))
                    {
                        open.Enqueue(called);
                    }
                }
            }

            if (seen.Count > MaxMethods)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an operation logs, or does what cannot be seen from here; if not, <paramref name="called"/> is what to look at next.</summary>
    private static bool MayLog(IOperation operation, Compilation compilation, out IMethodSymbol? called)
    {
        called = operation switch
        {
            IInvocationOperation invocation => invocation.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            IMethodReferenceOperation reference => reference.Method,
            IPropertyReferenceOperation property => property.Property.GetMethod ?? property.Property.SetMethod,
            _ => null,
        };
        if (called is null)
        {
            return operation.Kind is OperationKind.DynamicInvocation or OperationKind.Invalid or OperationKind.FunctionPointerInvocation;
        }

        called = (called.ReducedFrom ?? called).OriginalDefinition;
        if (called.MethodKind == MethodKind.DelegateInvoke)
        {
            return true;
        }

        if (!SymbolEqualityComparer.Default.Equals(called.ContainingAssembly, compilation.Assembly))
        {
            var knowsOfRuns = called.ContainingAssembly is not { } assembly || IsOurs(assembly.Name) || assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static other => IsOurs(other.Name)));
            called = null;
            return knowsOfRuns;
        }

        // A field of the project's own class has no body, and neither has a primary constructor that matters.
        var isPlain = called.IsImplicitlyDeclared || called.DeclaringSyntaxReferences.IsEmpty || (called.AssociatedSymbol is IPropertySymbol && IsAuto(called));
        var isOpen = called.IsAbstract || called.IsVirtual || called.IsOverride || called.GetAttributes().Ours("Tracked") is not null
            || (called.MethodKind == MethodKind.Constructor && !isPlain) || called.ContainingNamespace is { Name: "MlOps", ContainingNamespace.IsGlobalNamespace: true };
        called = isPlain ? null : called;
        return isOpen;
    }

    private static bool IsAuto(IMethodSymbol accessor) =>
        accessor.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, accessor.AssociatedSymbol));

    private static bool IsOurs(string assembly) => assembly.StartsWith("MlOps", StringComparison.Ordinal);
}
