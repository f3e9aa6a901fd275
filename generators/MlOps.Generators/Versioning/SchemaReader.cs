using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Versioning;

/// <summary>
/// The schema of a <c>[Versioned]</c> type as text: <c>{Age:i32,Home:#1};{Lat:f64,Lon:f64}</c>. The type itself comes first; those
/// it holds follow, each once, in the order in which they are met. So types may hold themselves, and names of types do not count.
/// </summary>
internal sealed class SchemaReader
{
    private readonly List<INamedTypeSymbol> _types = [];

    public SchemaReader(INamedTypeSymbol type)
    {
        Define(type);
        Shapes = new(Define);
    }

    public ShapeReader Shapes { get; }

    public string Read()
    {
        var definitions = new List<string>();
        for (var i = 0; i < _types.Count; i++)
        {
            // A member that cannot be versioned is told at its own type, which then has no code to call.
            var members = VersionedMembers.Of(_types[i]).Select(member => $"{member.Symbol.Name}:{Shapes.Read(member.Type)?.Schema ?? "?"}");
            definitions.Add($"{{{string.Join(",", members)}}}");
        }

        return string.Join(";", definitions);
    }

    private int Define(INamedTypeSymbol type)
    {
        var known = _types.FindIndex(other => SymbolEqualityComparer.Default.Equals(other, type));
        if (known >= 0)
        {
            return known;
        }

        _types.Add(type);
        return _types.Count - 1;
    }
}
