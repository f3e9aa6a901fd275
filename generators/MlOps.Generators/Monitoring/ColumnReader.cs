using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Monitoring;

/// <summary>
/// Spells out the columns of a value: a number, text, <c>bool</c>, letter, enum or time span itself, or those among the members of a record, and
/// of records in it, under dotted names. Ends at <see cref="MaxDepth"/> levels, at types that contain themselves, and at <see cref="MaxColumns"/> columns.
/// </summary>
internal sealed class ColumnReader
{
    public const int MaxDepth = 4;
    public const int MaxColumns = 1000;

    private readonly List<ITypeSymbol> _path = [];

    /// <summary>The columns found so far, each with what it was declared as.</summary>
    public List<(MonitoredColumn Column, ISymbol Symbol)> Columns { get; } = [];

    /// <summary>What had to be left out, and why.</summary>
    public List<(ISymbol Symbol, string Reason)> Cuts { get; } = [];

    /// <summary>Reads the members of a value, which is there.</summary>
    public void ReadRow(ITypeSymbol type, string expression) => ReadMembers(type, expression + ".", "", ColumnMarks.Plain(ColumnMarks.Feature));

    /// <summary>Reads a value.</summary>
    /// <param name="symbol">What it was declared as.</param>
    /// <param name="type">Its type.</param>
    /// <param name="expression">Reads it.</param>
    /// <param name="name">The name of its column, if it is one.</param>
    /// <param name="prefix">What the names of its members' columns begin with.</param>
    /// <param name="marks">What the attributes say.</param>
    public void Read(ISymbol symbol, ITypeSymbol type, string expression, string name, string prefix, ColumnMarks marks)
    {
        if (marks.IsLeftOut)
        {
            return;
        }

        if (Columns.Count == MaxColumns)
        {
            Cuts.Add((symbol, $"a row has {MaxColumns} columns already"));
        }
        else if (Column(type, expression, name, marks) is { } column)
        {
            Columns.Add((column, symbol));
        }
        else if ((Scalars.UnderNullable(type) ?? type) is var underlying && !ReadableMembers.AreWorthReading(underlying))
        {
            Cuts.Add((symbol, $"'{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}' is neither a number, a text, an enum nor a record of these"));
        }
        else if (_path.Any(outer => SymbolEqualityComparer.Default.Equals(outer, underlying)))
        {
            Cuts.Add((symbol, $"'{underlying.Name}' contains itself"));
        }
        else if (_path.Count == MaxDepth)
        {
            Cuts.Add((symbol, $"it lies deeper than {MaxDepth} levels"));
        }
        else
        {
            var mayBeNull = type.IsReferenceType || !SymbolEqualityComparer.Default.Equals(type, underlying);
            ReadMembers(type, expression + (mayBeNull ? "?." : "."), prefix, marks);
        }
    }

    /// <param name="type">The type of the value.</param>
    /// <param name="access">Reads it, with the dot before the member.</param>
    /// <param name="prefix">What the names of the columns begin with.</param>
    /// <param name="outer">What is said of the value: it holds for its columns, unless their attributes say otherwise.</param>
    private void ReadMembers(ITypeSymbol type, string access, string prefix, ColumnMarks outer)
    {
        var underlying = Scalars.UnderNullable(type) ?? type;
        _path.Add(underlying);
        foreach (var member in ReadableMembers.Of(underlying))
        {
            var marks = ColumnMarks.Of(member.Attributes, outer.Role);
            marks = marks with { IsSensitive = marks.IsSensitive || outer.IsSensitive };
            var name = prefix + (marks.Name ?? Names.ToSnakeCase(member.Name));
            Read(member.Symbol, member.Type, access + Names.ToIdentifier(member.Name), name, name + ".", marks);
        }

        _path.RemoveAt(_path.Count - 1);
    }

    private static MonitoredColumn? Column(ITypeSymbol type, string expression, string name, ColumnMarks marks)
    {
        var plain = Scalars.UnderNullable(type) ?? type;
        var mayBeNull = !SymbolEqualityComparer.Default.Equals(type, plain) || expression.Contains("?.");
        if (plain.TypeKind == TypeKind.Enum)
        {
            return Text($"NameOf({expression})") with { IsSymbolic = true, Enum = EnumOf((INamedTypeSymbol)plain) };
        }

        if (plain.SpecialType is SpecialType.System_String or SpecialType.System_Boolean or SpecialType.System_Char)
        {
            return Text(expression) with { IsSymbolic = plain.SpecialType == SpecialType.System_Boolean };
        }

        if (plain.Name == "TimeSpan" && plain.IsIn("System"))
        {
            return Number($"{expression}{(SymbolEqualityComparer.Default.Equals(type, plain) ? "" : "?")}.TotalSeconds");
        }

        return !Scalars.IsNumber(plain) ? null
            : plain.SpecialType is SpecialType.None or SpecialType.System_Decimal ? Number($"(double{(mayBeNull ? "?" : "")}){expression}")
            : Number(expression);

        MonitoredColumn Text(string value) => new(name, value, IsText: true, marks.Role, marks.IsSensitive, IsCategorical: false, null);
        MonitoredColumn Number(string value) => new(name, value, IsText: false, marks.Role, marks.IsSensitive, marks.IsCategorical, null) { IsSingle = plain.SpecialType == SpecialType.System_Single };
    }

    /// <summary>Of several names of one value the first.</summary>
    private static EnumModel EnumOf(INamedTypeSymbol type) => new(
        type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
        type.GetMembers().OfType<IFieldSymbol>()
            .Where(static field => field is { HasConstantValue: true, IsImplicitlyDeclared: false })
            .GroupBy(static field => field.ConstantValue)
            .Select(static names => names.First().Name)
            .ToEquatableArray());
}
