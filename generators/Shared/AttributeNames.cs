using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.Shared;

/// <summary>How attributes are written: <c>[Tracked]</c>, <c>[MlOps.Tracked]</c>, <c>[TrackedAttribute]</c>.</summary>
internal static class AttributeNames
{
    private const string End = "Attribute";

    /// <summary>Whether an attribute may be the one of a name, by the words of the source alone.</summary>
    public static bool IsCalled(this AttributeSyntax attribute, string name)
    {
        var last = attribute.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right,
            AliasQualifiedNameSyntax alias => alias.Name,
            var simple => simple as SimpleNameSyntax,
        };
        return last?.Identifier.ValueText is { } text
            && text.StartsWith(name, StringComparison.Ordinal)
            && (text.Length == name.Length || (text.Length == name.Length + End.Length && text.EndsWith(End, StringComparison.Ordinal)));
    }
}
