using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>What a tracker, its file and its runs are called: no two methods of an assembly share a name, however alike they look.</summary>
/// <param name="HintName">Of the generated file.</param>
/// <param name="Namespace">Of the tracker; <see langword="null"/> for the global one.</param>
/// <param name="ClassName">Of a tracker that stands on its own: <c>Trainer_Train_Tracked</c>.</param>
/// <param name="ShortClassName">Of a tracker inside the type of its method: <c>Train_Tracked</c>.</param>
/// <param name="DisplayName"><c>Namespace.Type.Method</c>, the tag of its runs.</param>
internal sealed record TrackerName(string HintName, string? Namespace, string ClassName, string ShortClassName, string DisplayName)
{
    /// <param name="method">The method.</param>
    /// <param name="attribute">The attribute that stands on it, which ends the names.</param>
    /// <param name="cancellation">Ends the work when the compiler no longer needs it.</param>
    public static TrackerName Of(IMethodSymbol method, string attribute, CancellationToken cancellation)
    {
        var type = method.ContainingType;
        var name = Readable(method);
        string[] overload = Overload(method, attribute, cancellation) is { } number ? [number] : [];
        var last = new[] { Identifier(name) }.Concat(overload).Append(attribute).ToArray();
        return new TrackerName(
            HintName: $"{TypePath.FileName(type)}.{name}{(overload.Length == 0 ? "" : $"({overload[0]})")}.{attribute}.g.cs",
            TypePath.Namespace(type),
            ClassName: Names.Join(TypePath.Around(type).SelectMany(Parts).Concat(last)),
            ShortClassName: Names.Join(last),
            DisplayName: TypePath.Qualified(type.ContainingNamespace, string.Join(".", TypePath.Of(type).Append(name))));
    }

    /// <summary>A type without its type arguments, as <c>typeof</c> takes it: <c>global::Demo.Box&lt;&gt;.Inner</c>.</summary>
    public static string OpenTypeOf(INamedTypeSymbol type)
    {
        var path = TypePath.Around(type).Select(static part =>
            Names.ToIdentifier(part.Name) + (part.Arity == 0 ? "" : $"<{new string(',', part.Arity - 1)}>"));
        var @namespace = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)) + ".";
        return $"global::{@namespace}{string.Join(".", path)}";
    }

    /// <summary>The name people see: of an explicit implementation <c>ITrainer.Train</c>, of a local function <c>Main.Train</c>, at top level just <c>Train</c>.</summary>
    private static string Readable(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            var around = Trackability.MethodAround(method)!;
            return around.MetadataName == WellKnownMemberNames.TopLevelStatementsEntryPointMethodName ? method.Name : $"{Readable(around)}.{method.Name}";
        }

        return method.ExplicitInterfaceImplementations.FirstOrDefault() is { } implemented
            ? $"{implemented.ContainingType.Name}.{implemented.Name}"
            : method.Name.TrimStart('.');
    }

    private static IEnumerable<string> Parts(INamedTypeSymbol type) =>
        type.Arity == 0 ? [type.Name] : [type.Name, type.Arity.ToString(CultureInfo.InvariantCulture)];

    private static string Identifier(string name) => new([.. name.Select(static letter => SyntaxFacts.IsIdentifierPartCharacter(letter) ? letter : '_')]);

    /// <summary>
    /// Tells tracked overloads apart: nothing for the first in the type, then 2, 3, … So are names that differ in case only,
    /// because the compiler does not tell such generated files apart.
    /// </summary>
    private static string? Overload(IMethodSymbol method, string attribute, CancellationToken cancellation)
    {
        var before = (method.MethodKind == MethodKind.LocalFunction ? LocalsBefore(method, attribute, cancellation) : MembersBefore(method, attribute)).Count();
        return before == 0 ? null : (before + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<ISymbol> MembersBefore(IMethodSymbol method, string attribute)
    {
        var name = Readable(method);
        return method.ContainingType.GetMembers()
            .TakeWhile(member => !SymbolEqualityComparer.Default.Equals(member, method))
            .OfType<IMethodSymbol>()
            .Where(other => string.Equals(Readable(other), name, StringComparison.OrdinalIgnoreCase) && other.GetAttributes().Ours(attribute) is not null);
    }

    /// <summary>Local functions are no members: those of one name that stand before this one in its file are counted, tracked or not.</summary>
    private static IEnumerable<object> LocalsBefore(IMethodSymbol local, string attribute, CancellationToken cancellation)
    {
        var node = local.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        var members = Readable(local) == local.Name ? MembersBefore(local, attribute) : []; // At top level, a method of Program may have the same name.
        return members.Concat<object>(node.SyntaxTree.GetRoot(cancellation).DescendantNodes()
            .OfType<LocalFunctionStatementSyntax>()
            .TakeWhile(other => other.SpanStart < node.SpanStart)
            .Where(other => string.Equals(other.Identifier.ValueText, local.Name, StringComparison.OrdinalIgnoreCase)));
    }
}
