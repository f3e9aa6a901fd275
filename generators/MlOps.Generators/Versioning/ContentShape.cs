using MlOps.Generators.Shared;

namespace MlOps.Generators.Versioning;

/// <summary>How a value is hashed. <see cref="Schema"/> is its part in the schema of the type; what is hashed alike reads alike.</summary>
internal abstract record ContentShape
{
    public abstract string Schema { get; }

    /// <summary>A number, text, date …; enums are cast to their number.</summary>
    public sealed record Scalar(string Name, string Cast = "") : ContentShape
    {
        public override string Schema => Name;
    }

    /// <summary>A <c>[Versioned]</c> type: the one that the schema defines at this place.</summary>
    public sealed record Versioned(int Definition) : ContentShape
    {
        public override string Schema => $"#{Definition}";
    }

    /// <summary>A nullable value.</summary>
    public sealed record Optional(ContentShape Value) : ContentShape
    {
        public override string Schema => $"{Value.Schema}?";
    }

    public sealed record Tuple(EquatableArray<ContentShape> Elements) : ContentShape
    {
        public override string Schema => $"({string.Join(",", Elements.Select(static element => element.Schema))})";
    }

    /// <summary>Elements in order; an array of more than one dimension has a comma for each further one.</summary>
    public sealed record Sequence(SequenceKind Kind, ContentShape Element, int Rank = 1) : ContentShape
    {
        public override string Schema => $"[{new string(',', Rank - 1)}{Element.Schema}]";
    }

    /// <summary>Elements in no order.</summary>
    public sealed record Set(ContentShape Element) : ContentShape
    {
        public override string Schema => $"set({Element.Schema})";
    }

    /// <summary>Values by key, in no order.</summary>
    public sealed record Map(ContentShape Key, ContentShape Value) : ContentShape
    {
        public override string Schema => $"map({Key.Schema},{Value.Schema})";
    }
}

/// <summary>How the elements of a sequence are counted and reached, without allocating.</summary>
internal enum SequenceKind
{
    /// <summary><c>Length</c> and <c>foreach</c>.</summary>
    Array,

    /// <summary><c>Count</c> and <c>foreach</c>, which needs no enumerator on the heap.</summary>
    List,

    /// <summary><c>Count</c> and an indexer: <c>foreach</c> over an interface would allocate.</summary>
    Indexed,

    /// <summary><c>Length</c> and <c>foreach</c>; what was never set counts as null.</summary>
    ImmutableArray,

    /// <summary><c>Span</c>; never null.</summary>
    Memory,

    /// <summary>Itself; never null.</summary>
    Span,
}
