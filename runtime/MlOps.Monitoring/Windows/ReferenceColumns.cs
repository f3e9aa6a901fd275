namespace MlOps.Monitoring.Windows;

/// <summary>Brings the columns of rows and those of their reference together.</summary>
internal static class ReferenceColumns
{
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

    /// <summary>The reference, or why there is none although there should be.</summary>
    public static (DatasetProfile? Reference, string? Problem) Load(MonitorOptions options)
    {
        if (options.Reference is not null || options.ReferencePath is null)
        {
            return (options.Reference, null);
        }

        try
        {
            return (DatasetProfile.LoadAsync(options.ReferencePath).GetAwaiter().GetResult(), null); // On the thread of the worker.
        }
        catch (Exception fault) // Of many kinds, as paths and files are wrong in many ways.
        {
            return (null, $"'{options.Name}' is not compared with a reference: {fault.Message} Write one with 'mlops profile', and start again.");
        }
    }

    private static bool IsHidden(ColumnProfile? column) => column is LevelProfile { Salt.IsEmpty: false };

    private static string Bare(string name) => string.Concat(name.Where(char.IsLetterOrDigit));
}
