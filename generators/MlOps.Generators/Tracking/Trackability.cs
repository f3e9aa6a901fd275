using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>Says which methods can be tracked, and for the others why not and what to do instead.</summary>
internal static class Trackability
{
    internal readonly record struct Obstacle(string Name, string Reason, string Cure);

    // What is said of a method with [Tracked]; of one with another attribute, the words are exchanged.
    private const string MoveToClass = "Move the code to an ordinary method and track that";
    private const string TrackWrapper = "Track an ordinary method that calls it";

    /// <summary>What stands in the way, or <see langword="null"/> if nothing does.</summary>
    /// <param name="method">The method.</param>
    /// <param name="body">What has its code: the method itself, or the part of a partial method that does.</param>
    /// <param name="cancellation">Ends the work when the compiler no longer needs it.</param>
    public static Obstacle? WhyNot(IMethodSymbol method, IMethodSymbol body, CancellationToken cancellation)
    {
        var found = OfKind(method) ?? OfMethod(method, body, cancellation) ?? OfTypes(method) ?? OfReturn(method, body);
        cancellation.ThrowIfCancellationRequested();
        return found is { } obstacle ? new(NameOf(method), obstacle.Reason, obstacle.Cure) : null;
    }

    /// <summary>The same of a method that is monitored: what keeps the build from pointing callers at generated code is the same.</summary>
    public static Obstacle? WhyNotMonitored(IMethodSymbol method, IMethodSymbol body, CancellationToken cancellation) =>
        WhyNot(method, body, cancellation) is { } obstacle
            ? obstacle with { Cure = obstacle.Cure.Replace("[Tracked]", "[Monitored]").Replace("Track ", "Monitor ").Replace("track ", "monitor ") }
            : null;

    public static string NameOf(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.AnonymousFunction => "lambda expression",
        MethodKind.LocalFunction => method.Name,
        _ => method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat),
    };

    /// <summary><c>Task</c>, <c>Task&lt;T&gt;</c>, <c>ValueTask</c> or <c>ValueTask&lt;T&gt;</c> itself.</summary>
    public static bool IsTask(ITypeSymbol type) => type.Name is "Task" or "ValueTask" && type.IsIn("System.Threading.Tasks");

    private static (string Reason, string Cure)? OfKind(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation => null,
        MethodKind.LocalFunction when MethodAround(method) is not null => null,
        MethodKind.LocalFunction => ("it is a local function outside any method", MoveToClass),
        MethodKind.AnonymousFunction => ("it is a lambda expression", "Move the code to a static local function or to a method and track that"),
        _ => ("it is not an ordinary method", MoveToClass),
    };

    /// <summary>The outermost method that a local function stands in.</summary>
    public static IMethodSymbol? MethodAround(IMethodSymbol local)
    {
        var current = local.ContainingSymbol;
        while (current is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } inner)
        {
            current = inner.ContainingSymbol;
        }

        return current as IMethodSymbol;
    }

    private static (string Reason, string Cure)? OfMethod(IMethodSymbol method, IMethodSymbol body, CancellationToken cancellation) => method switch
    {
        { IsAbstract: true } => ("it is abstract", "Put [Tracked] on the methods that implement it"),
        { IsExtern: true } => ("it is extern", TrackWrapper),
        { IsPartialDefinition: true, PartialImplementationPart: null } => ("it is partial and has no code here", TrackWrapper),
        _ when method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "UnmanagedCallersOnlyAttribute") => ("only native code may call it", TrackWrapper),
        _ when body is { IsAsync: true, ReturnsVoid: true } => ("it is async void, so nobody can tell when it ends", "Return Task instead"),
        _ when IsIterator(body, cancellation) => ("it is an iterator, whose code runs after the call", "Track the method that enumerates it"),
        _ => null,
    };

    private static (string Reason, string Cure)? OfTypes(IMethodSymbol method)
    {
        var fileLocal = SignatureAccess.Hidden(method).FirstOrDefault(static type => type.IsFileLocal);
        if (fileLocal is not null)
        {
            return ($"generated code cannot see '{fileLocal.Name}', which only its file can", $"Make '{fileLocal.Name}' internal");
        }

        var names = TrackedSignature.TypeParametersOf(method).Select(static type => type.Name).ToArray();
        var twice = names.GroupBy(static name => name).FirstOrDefault(static group => group.Count() > 1)?.Key;
        return twice is null ? null : ($"two type parameters around it are called '{twice}'", "Rename one of them");
    }

    private static (string Reason, string Cure)? OfReturn(IMethodSymbol method, IMethodSymbol body)
    {
        var type = method.ReturnType;
        if (type is INamedTypeSymbol { Name: "IAsyncEnumerable" or "IAsyncEnumerator" })
        {
            return ("what it returns is enumerated after the call", "Track the method that enumerates it");
        }

        // A task of somebody's own: derived from Task, or made by the compiler with a builder of their own.
        return !IsTask(type) && (body.IsAsync || IsDerivedTask(type))
            ? ($"it returns '{type.Name}', whose end generated code cannot wait for", "Return Task or Task<T>")
            : null;
    }

    private static bool IsDerivedTask(ITypeSymbol type) => type.BaseType is { } parent && (IsTask(parent) || IsDerivedTask(parent));

    private static bool IsIterator(IMethodSymbol body, CancellationToken cancellation)
    {
        if (body.ReturnType is not INamedTypeSymbol { Name: "IEnumerable" or "IEnumerator" or "IAsyncEnumerable" or "IAsyncEnumerator" })
        {
            return false; // An iterator returns one of these, and looking through a long body takes time.
        }

        SyntaxNode? block = body.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) switch
        {
            MethodDeclarationSyntax method => method.Body,
            LocalFunctionStatementSyntax local => local.Body,
            _ => null,
        };
        return block?.DescendantNodes(static inner => inner is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
            .Any(static inner => inner is YieldStatementSyntax) == true;
    }
}
