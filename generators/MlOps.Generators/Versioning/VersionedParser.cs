using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using MlOps.Generators.Diagnostics;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Versioning;

/// <summary>Reads a <c>[Versioned]</c> type's symbol into a model, or says why it cannot be versioned.</summary>
internal static class VersionedParser
{
    public static Parsed<VersionedModel> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var attribute = context.Attributes[0].ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation();
        if (Versionability.WhyNot(type) is { } obstacle)
        {
            return Failed(Diagnostic.Create(VersioningRules.TypeCannotBeVersioned, attribute, Display(type), obstacle.Reason, obstacle.Cure));
        }

        var schema = new SchemaReader(type);
        var members = new List<VersionedMember>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var (member, memberType) in VersionedMembers.Of(type))
        {
            cancellation.ThrowIfCancellationRequested();
            if (schema.Shapes.Read(memberType) is { } shape && !ReadableMembers.IsForbidden(member))
            {
                members.Add(new(member.Name, shape));
                continue;
            }

            var (reason, cure) = schema.Shapes.Obstacle ?? ("the compiler lets nobody use it", "Allow its use");
            var location = member.Locations.FirstOrDefault(static location => location.IsInSource) ?? attribute;
            diagnostics.Add(Diagnostic.Create(VersioningRules.MemberCannotBeVersioned, location, Display(member), reason, cure));
        }

        if (diagnostics.Count > 0)
        {
            return new(null, diagnostics.ToImmutable());
        }

        return members.Count == 0
            ? Failed(Diagnostic.Create(VersioningRules.TypeCannotBeVersioned, attribute, Display(type), "it has no public member to hash", "Make the members public that hold its data"))
            : new(ToModel(type, schema.Read(), members), []);
    }

    private static VersionedModel ToModel(INamedTypeSymbol type, string schema, IEnumerable<VersionedMember> members) => new(
        HintName: $"{TypePath.FileName(type)}.Versioned.g.cs",
        TypePath.Namespace(type),
        ClassName(type),
        DisplayName: type.ToDisplayString(),
        type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
        Fingerprint(schema),
        schema,
        members.ToEquatableArray());

    /// <summary><c>FlowerVersion</c>, unless the user has a type of that name.</summary>
    private static string ClassName(INamedTypeSymbol type)
    {
        var name = Names.Join(TypePath.Of(type)) + "Version";
        while (type.ContainingNamespace.GetTypeMembers(name).Length > 0)
        {
            name += "_";
        }

        return name;
    }

    private static string Fingerprint(string schema)
    {
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(schema)).Take(16).Select(static part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static string Display(ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    private static Parsed<VersionedModel> Failed(Diagnostic diagnostic) => new(null, [diagnostic]);
}
