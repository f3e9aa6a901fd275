using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.Tracking;

/// <summary>Says which methods can be tracked, and for the others why not and what to do instead.</summary>
internal static class Trackability
{
    internal readonly record struct Obstacle(string Name, string Reason, string Cure);

    private const string MoveToClass = "Move the code to an ordinary method of a class and track that";
    private const string TrackWrapper = "Track an ordinary method that calls it";

    /// <summary>What stands in the way, or <see langword="null"/> if nothing does.</summary>
    public static Obstacle? WhyNot(IMethodSymbol method, SyntaxNode node, CancellationToken cancellation)
    {
        var found = OfKind(method) ?? OfType(method.ContainingType) ?? OfMethod(method, node) ?? OfReturn(method) ?? OfParameters(method);
        cancellation.ThrowIfCancellationRequested();
        return found is { } obstacle ? new(NameOf(method), obstacle.Reason, obstacle.Cure) : null;
    }

    private static string NameOf(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.AnonymousFunction => "lambda expression",
        MethodKind.LocalFunction => method.Name,
        _ => method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat),
    };

    private static (string Reason, string Cure)? OfKind(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Ordinary => null,
        MethodKind.LocalFunction => ("it is a local function", MoveToClass),
        MethodKind.AnonymousFunction => ("it is a lambda expression", MoveToClass),
        MethodKind.ExplicitInterfaceImplementation => ("it implements an interface explicitly", TrackWrapper),
        _ => ("it is not an ordinary method", MoveToClass),
    };

    private static (string Reason, string Cure)? OfType(INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Class)
        {
            return ($"it is declared in {Described(type.TypeKind)}, and only methods of classes can be", MoveToClass);
        }

        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsGenericType)
            {
                return ($"'{current.Name}' is generic", "Track a method of a class that is not");
            }

            if (current.IsFileLocal || !TypeAccess.IsVisible(current))
            {
                return ($"generated code cannot see '{current.Name}'", $"Make '{current.Name}' internal or public");
            }
        }

        return null;
    }

    private static (string Reason, string Cure)? OfMethod(IMethodSymbol method, SyntaxNode node) => method switch
    {
        { IsAbstract: true } => ("it is abstract", "Put [Tracked] on the overrides"),
        { IsExtern: true } => ("it is extern", TrackWrapper),
        { IsPartialDefinition: true } or { PartialDefinitionPart: not null } => ("it is partial", TrackWrapper),
        { IsGenericMethod: true } => ("it is generic", TrackWrapper),
        _ when method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "UnmanagedCallersOnlyAttribute") => ("only native code may call it", TrackWrapper),
        { IsAsync: true, ReturnsVoid: true } => ("it is async void, so nobody can tell when it ends", "Return Task instead"),
        _ when IsIterator(node) => ("it is an iterator, whose code runs after the call", "Track the method that enumerates it"),
        _ => null,
    };

    private static (string Reason, string Cure)? OfReturn(IMethodSymbol method)
    {
        var type = method.ReturnType;
        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
        {
            return ("it returns by reference", "Return the value");
        }

        if (type is INamedTypeSymbol { Name: "ValueTask" } && LoggedMembers.IsIn(type, "System.Threading.Tasks"))
        {
            return ($"it returns '{type.Name}'", "Return Task or Task<T>");
        }

        if (type is INamedTypeSymbol { Name: "IAsyncEnumerable" or "IAsyncEnumerator" })
        {
            return ("what it returns is enumerated after the call", "Track the method that enumerates it");
        }

        // A task of somebody's own: derived from Task, or made by the compiler with a builder of their own.
        if (!IsTask(type) && (method.IsAsync || IsDerivedTask(type)))
        {
            return ($"it returns '{type.Name}', whose end generated code cannot wait for", "Return Task or Task<T>");
        }

        return OfSignatureType(type, "its return type");
    }

    private static (string Reason, string Cure)? OfParameters(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
            {
                return ($"parameter '{parameter.Name}' is passed by reference", "Pass it by value");
            }

            if (OfSignatureType(parameter.Type, $"the type of parameter '{parameter.Name}'") is { } obstacle)
            {
                return obstacle;
            }
        }

        return null;
    }

    private static (string Reason, string Cure)? OfSignatureType(ITypeSymbol type, string role)
    {
        if (type.IsRefLikeType || HasPointer(type))
        {
            return ($"{role} is '{type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}', which only lives on the stack", "Use an array or Memory<T>");
        }

        return TypeAccess.FirstHidden(type) is { } hidden
            ? ($"generated code cannot see '{hidden.Name}', {role}", $"Make '{hidden.Name}' internal or public")
            : null;
    }

    /// <summary><c>Task</c> or <c>Task&lt;T&gt;</c> itself.</summary>
    public static bool IsTask(ITypeSymbol type) => type.Name == "Task" && LoggedMembers.IsIn(type, "System.Threading.Tasks");

    private static bool IsDerivedTask(ITypeSymbol type) => type.BaseType is { } parent && (IsTask(parent) || IsDerivedTask(parent));

    private static bool HasPointer(ITypeSymbol type) => type switch
    {
        IPointerTypeSymbol or IFunctionPointerTypeSymbol => true,
        IArrayTypeSymbol array => HasPointer(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(HasPointer),
        _ => false,
    };

    private static bool IsIterator(SyntaxNode node) => node is MethodDeclarationSyntax { Body: { } body }
        && body.DescendantNodes(static inner => inner is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
            .Any(static inner => inner is YieldStatementSyntax);

    private static string Described(TypeKind kind) => kind switch
    {
        TypeKind.Struct => "a struct",
        TypeKind.Interface => "an interface",
        _ => "an extension block",
    };
}
