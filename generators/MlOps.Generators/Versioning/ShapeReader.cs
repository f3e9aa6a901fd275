using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Versioning;

/// <summary>Says how a type is hashed, or why it cannot be and what to do instead.</summary>
/// <param name="define">The place of a <c>[Versioned]</c> type among the definitions of the schema.</param>
internal sealed class ShapeReader(Func<INamedTypeSymbol, int> define)
{
    private static readonly Dictionary<SpecialType, string> s_special = new()
    {
        [SpecialType.System_Boolean] = "bool",
        [SpecialType.System_SByte] = "i8",
        [SpecialType.System_Byte] = "u8",
        [SpecialType.System_Int16] = "i16",
        [SpecialType.System_UInt16] = "u16",
        [SpecialType.System_Int32] = "i32",
        [SpecialType.System_UInt32] = "u32",
        [SpecialType.System_Int64] = "i64",
        [SpecialType.System_UInt64] = "u64",
        [SpecialType.System_IntPtr] = "i64",
        [SpecialType.System_UIntPtr] = "u64",
        [SpecialType.System_Single] = "f32",
        [SpecialType.System_Double] = "f64",
        [SpecialType.System_Decimal] = "decimal",
        [SpecialType.System_Char] = "char",
        [SpecialType.System_String] = "string",
        [SpecialType.System_DateTime] = "datetime",
    };

    private static readonly Dictionary<string, string> s_named = new()
    {
        ["System.Half"] = "f16",
        ["System.Int128"] = "i128",
        ["System.UInt128"] = "u128",
        ["System.DateTimeOffset"] = "datetimeoffset",
        ["System.DateOnly"] = "date",
        ["System.TimeOnly"] = "time",
        ["System.TimeSpan"] = "timespan",
        ["System.Guid"] = "guid",
        ["System.Uri"] = "uri",
    };

    private static readonly Dictionary<string, SequenceKind> s_sequences = new()
    {
        ["System.Collections.Generic.List"] = SequenceKind.List,
        ["System.Collections.Generic.LinkedList"] = SequenceKind.List,
        ["System.Collections.Generic.Queue"] = SequenceKind.List,
        ["System.Collections.Generic.IList"] = SequenceKind.Indexed,
        ["System.Collections.Generic.IReadOnlyList"] = SequenceKind.Indexed,
        ["System.Collections.ObjectModel.Collection"] = SequenceKind.Indexed,
        ["System.Collections.ObjectModel.ObservableCollection"] = SequenceKind.Indexed,
        ["System.Collections.ObjectModel.ReadOnlyCollection"] = SequenceKind.Indexed,
        ["System.Collections.Immutable.IImmutableList"] = SequenceKind.Indexed,
        ["System.Collections.Immutable.ImmutableList"] = SequenceKind.List,
        ["System.Collections.Immutable.ImmutableArray"] = SequenceKind.ImmutableArray,
        ["System.Memory"] = SequenceKind.Memory,
        ["System.ReadOnlyMemory"] = SequenceKind.Memory,
        ["System.Span"] = SequenceKind.Span,
        ["System.ReadOnlySpan"] = SequenceKind.Span,
    };

    private static readonly HashSet<string> s_sets =
    [
        "System.Collections.Generic.HashSet", "System.Collections.Generic.SortedSet", "System.Collections.Generic.ISet",
        "System.Collections.Generic.IReadOnlySet", "System.Collections.Immutable.IImmutableSet", "System.Collections.Immutable.ImmutableHashSet",
        "System.Collections.Immutable.ImmutableSortedSet", "System.Collections.Frozen.FrozenSet",
    ];

    private static readonly HashSet<string> s_maps =
    [
        "System.Collections.Generic.Dictionary", "System.Collections.Generic.SortedDictionary", "System.Collections.Generic.SortedList",
        "System.Collections.Generic.OrderedDictionary", "System.Collections.Generic.IDictionary", "System.Collections.Generic.IReadOnlyDictionary",
        "System.Collections.Concurrent.ConcurrentDictionary", "System.Collections.ObjectModel.ReadOnlyDictionary",
        "System.Collections.Immutable.IImmutableDictionary", "System.Collections.Immutable.ImmutableDictionary",
        "System.Collections.Immutable.ImmutableSortedDictionary", "System.Collections.Frozen.FrozenDictionary",
    ];

    /// <summary>Set when <see cref="Read"/> answers null.</summary>
    public (string Reason, string Cure)? Obstacle { get; private set; }

    public ContentShape? Read(ITypeSymbol type)
    {
        Obstacle = null;
        return Shape(type);
    }

    public static bool IsVersioned(ITypeSymbol type) => type.GetAttributes().Ours("Versioned") is not null;

    private ContentShape? Shape(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Shape(array.ElementType) is { } element ? new ContentShape.Sequence(SequenceKind.Array, element, array.Rank) : null,
        INamedTypeSymbol { EnumUnderlyingType: { } underlying } => new ContentShape.Scalar(s_special[underlying.SpecialType], $"({underlying.ToDisplayString()})"),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable =>
            Shape(nullable.TypeArguments[0]) is { } value ? new ContentShape.Optional(value) : null,
        INamedTypeSymbol { IsTupleType: true } tuple =>
            Shapes(tuple.TupleElements.Select(static element => element.Type)) is { } elements ? new ContentShape.Tuple(elements.ToEquatableArray()) : null,
        INamedTypeSymbol named => OfNamed(named),
        _ => Refuse(type),
    };

    private ContentShape? OfNamed(INamedTypeSymbol type)
    {
        if (IsVersioned(type))
        {
            return new ContentShape.Versioned(define(type));
        }

        if (s_special.TryGetValue(type.SpecialType, out var name) || s_named.TryGetValue(FullName(type), out name))
        {
            return new ContentShape.Scalar(name);
        }

        var generic = FullName(type);
        return type.TypeArguments.Length switch
        {
            1 when s_sequences.TryGetValue(generic, out var kind) => Shape(type.TypeArguments[0]) is { } element ? new ContentShape.Sequence(kind, element) : null,
            1 when s_sets.Contains(generic) => Shape(type.TypeArguments[0]) is { } element ? new ContentShape.Set(element) : null,
            2 when s_maps.Contains(generic) => Shapes(type.TypeArguments) is { } both ? new ContentShape.Map(both[0], both[1]) : null,
            _ => Refuse(type),
        };
    }

    /// <summary>All of them, or null if one cannot be hashed.</summary>
    private ContentShape[]? Shapes(IEnumerable<ITypeSymbol> types)
    {
        var shapes = types.Select(Shape).OfType<ContentShape>().ToArray();
        return Obstacle is null ? shapes : null;
    }

    private ContentShape? Refuse(ITypeSymbol type)
    {
        var name = type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        Obstacle = type switch
        {
            { TypeKind: TypeKind.Dynamic } or { SpecialType: SpecialType.System_Object } => ($"'{name}' does not say what it holds", "Declare the type it has"),
            IPointerTypeSymbol or IFunctionPointerTypeSymbol => ($"'{name}' is an address, which means nothing elsewhere", "Use an array or Memory<T>"),
            { TypeKind: TypeKind.Delegate } => ($"'{name}' is code, not data", "Version the data it works on"),
            INamedTypeSymbol named when FullName(named) is "System.Collections.Generic.IEnumerable" or "System.Collections.Generic.IAsyncEnumerable" =>
                ($"reading '{name}' may use it up", "Use IReadOnlyList<T>"),
            INamedTypeSymbol named when FullName(named) is "System.Collections.Generic.ICollection" or "System.Collections.Generic.IReadOnlyCollection" =>
                ($"'{name}' does not say whether its order counts", "Use IReadOnlyList<T> if it does and IReadOnlySet<T> if it does not"),
            { TypeKind: TypeKind.Class or TypeKind.Struct, Locations: var locations } when locations.Any(static location => location.IsInSource) =>
                ($"'{name}' is not [Versioned]", $"Put [Versioned] on '{name}'"),
            { TypeKind: TypeKind.Interface } => ($"'{name}' is an interface, which does not say what it holds", "Declare a [Versioned] type"),
            _ => ($"'{name}' has no content hash", "Keep the data in a [Versioned] type"),
        };
        return null;
    }

    private static string FullName(INamedTypeSymbol type) => $"{type.ContainingNamespace?.ToDisplayString()}.{type.Name}";
}
