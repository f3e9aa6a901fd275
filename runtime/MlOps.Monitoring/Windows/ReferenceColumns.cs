namespace MlOps.Monitoring.Windows;

/// <summary>Brings the columns of rows and those of their reference together.</summary>
internal static class ReferenceColumns
{
    private const int MostListed = 10;

    /// <summary>
    /// The columns by the names of the reference: one that it does not have is the one of the same letters and digits, so that <c>petal_length</c> finds
    /// <c>PetalLength</c> and <c>Petal length</c>. What is hidden there is hidden here.
    /// </summary>
    public static IReadOnlyList<RowColumn> Match(IReadOnlyList<RowColumn> columns, DatasetProfile reference)
    {
        var bare = reference.Columns.ToLookup(static column => Bare(column.Name), static column => column.Name, StringComparer.OrdinalIgnoreCase);
        var taken = columns.Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
        return [.. columns.Select(column =>
        {
            var name = reference.Find(column.Name) is null && bare[Bare(column.Name)].ToArray() is [var only] && taken.Add(only) ? only : column.Name;
            return column with { Name = name, IsSensitive = column.IsSensitive || IsHidden(reference.Find(name)) };
        })];
    }

    /// <summary>The reference and the columns by its names, or why there is none although there should be.</summary>
    public static (DatasetProfile? Reference, IReadOnlyList<RowColumn> Columns, string? Problem) Load(MonitorOptions options, IReadOnlyList<RowColumn> columns)
    {
        var reference = options.Reference;
        try
        {
            if (reference is null && options.ReferencePath is not null)
            {
                reference = DatasetProfile.LoadAsync(options.ReferencePath).GetAwaiter().GetResult(); // On the thread of the worker.
            }
        }
        catch (Exception fault) // Of many kinds, as paths and files are wrong in many ways.
        {
            return (null, columns, $"'{options.Name}' is not compared with a reference: {fault.Message} Write one with 'mlops profile', and start again.");
        }

        if (reference is null)
        {
            return (null, columns, null);
        }

        var matched = Match(columns, reference);
        return matched.Any(column => reference.Find(column.Name) is not null)
            ? (reference, matched, null)
            : (null, columns, $"'{options.Name}' is not compared with its reference: rows have {Listed(columns.Select(static column => column.Name))}, and it has {Listed(reference.Columns.Select(static column => column.Name))}. Is it of other data?");
    }

    private static string Listed(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return all.Length == 0 ? "no column" : string.Join(", ", all.Take(MostListed)) + (all.Length > MostListed ? ", …" : "");
    }

    private static bool IsHidden(ColumnProfile? column) => column is LevelProfile { Salt.IsEmpty: false };

    private static string Bare(string name) => string.Concat(name.Where(char.IsLetterOrDigit));
}
