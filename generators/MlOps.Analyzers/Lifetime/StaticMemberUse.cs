using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Analyzers.Lifetime;

/// <summary>
/// Whether a static member is of any use to a program, by words alone: the classes that Model Builder writes have an engine that
/// nobody asks for where the program takes a pool.
/// </summary>
internal static class StaticMemberUse
{
    private const string EntryPoint = "Main";

    /// <summary>Whether something outside its type uses it, or calls what uses it.</summary>
    public static bool IsUsed(ISymbol member, Compilation compilation, CancellationToken cancellationToken)
    {
        var type = member.ContainingType;
        var parts = type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).ToArray();
        var members = parts.SelectMany(static part => part switch
        {
            TypeDeclarationSyntax declaration => declaration.Members,
            CompilationUnitSyntax program => program.Members.Where(static member => member is GlobalStatementSyntax),
            _ => Enumerable.Empty<MemberDeclarationSyntax>(),
        }).ToList();
        var ways = new HashSet<string>(StringComparer.Ordinal) { member.Name };

        // What uses it, what uses that, and so on.
        for (var found = true; found;)
        {
            found = false;
            foreach (var one in members.ToArray().Where(one => NameOf(one) is { } name && name != member.Name && Mentions(one, ways)))
            {
                if (IsEntered(one))
                {
                    return true;
                }

                members.Remove(one);
                ways.Add(NameOf(one)!);
                found = true;
            }
        }

        return compilation.SyntaxTrees.Any(tree =>
        {
            var outside = tree.GetRoot(cancellationToken).DescendantNodes(node => node is not TypeDeclarationSyntax || !parts.Contains(node));
            var isImported = outside.OfType<UsingDirectiveSyntax>().Any(import => import.StaticKeyword.RawKind != 0 && import.Name is { } name && IsNamed(name, type.Name));
            return outside.OfType<SimpleNameSyntax>().Any(name => ways.Contains(name.Identifier.ValueText)
                && (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? IsNamed(access.Expression, type.Name) : isImported));
        });
    }

    // By the runtime, a framework or the objects of the type: nobody needs to name the type for that.
    private static bool IsEntered(MemberDeclarationSyntax member) =>
        !member.Modifiers.Any(SyntaxKind.StaticKeyword)
        || member.AttributeLists.Count > 0
        || NameOf(member) == EntryPoint
        || member is MethodDeclarationSyntax { ParameterList.Parameters: { Count: > 0 } parameters } && parameters[0].Modifiers.Any(SyntaxKind.ThisKeyword);

    private static bool Mentions(MemberDeclarationSyntax member, HashSet<string> names) =>
        member.DescendantNodes().Any(node => node is SimpleNameSyntax name && names.Contains(name.Identifier.ValueText));

    private static string? NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.ValueText,
        GlobalStatementSyntax => EntryPoint,
        BaseTypeDeclarationSyntax inner => inner.Identifier.ValueText,
        _ => null,
    };

    private static bool IsNamed(ExpressionSyntax holder, string type) => holder switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == type,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText == type,
        SimpleNameSyntax name => name.Identifier.ValueText == type,
        _ => false,
    };
}
