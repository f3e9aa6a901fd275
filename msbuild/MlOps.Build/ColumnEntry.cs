using System.Globalization;

namespace MlOps.Build;

/// <summary>A column as generated code will know it.</summary>
/// <param name="Identifier">The property of the row: <c>SepalLength</c>.</param>
/// <param name="Column">The column.</param>
internal sealed record ColumnEntry(string Identifier, DatasetColumn Column)
{
    // A property cannot be named like the type around it or like what every record has.
    private static readonly string[] s_taken =
    [
        "Row", "Clone", "Deconstruct", "PrintMembers",
        nameof(Equals), nameof(ReferenceEquals), nameof(GetHashCode), nameof(GetType), nameof(ToString), nameof(MemberwiseClone), "Finalize",
    ];

    /// <summary>Names the properties: after the columns, and apart from each other.</summary>
    public static IReadOnlyList<ColumnEntry> Of(IReadOnlyList<DatasetColumn> columns)
    {
        var used = new HashSet<string>(s_taken, StringComparer.Ordinal);
        return [.. columns.Select((column, at) => new ColumnEntry(Unused(used, column.Name, at), column))];
    }

    private static string Unused(HashSet<string> used, string name, int at)
    {
        var identifier = CSharpName.Of(name) is { Length: > 1 } or [not '_'] ? CSharpName.Of(name) : Numbered("Column", at + 1);
        identifier = s_taken.Contains(identifier) ? identifier + "Value" : identifier;
        var unused = identifier;
        for (var number = 2; !used.Add(unused); number++)
        {
            unused = Numbered(identifier, number);
        }

        return unused;
    }

    private static string Numbered(string text, int number) => string.Create(CultureInfo.InvariantCulture, $"{text}{number}");
}
