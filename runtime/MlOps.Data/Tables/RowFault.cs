namespace MlOps.Data.Tables;

/// <summary>The words for a value that is not of the type of its column.</summary>
internal static class RowFault
{
    /// <param name="dataset">The data set; the values of a sensitive one are not shown.</param>
    /// <param name="column">The column, counted from 0.</param>
    /// <param name="text">The value.</param>
    /// <param name="isBlank">Whether there is none.</param>
    internal static string Misfit(Dataset dataset, int column, ReadOnlySpan<char> text, bool isBlank)
    {
        var (name, type, isNullable) = dataset.Columns[column];
        var typeName = SchemaText.Name(type);
        var shown = dataset.IsSensitive ? "" : $"'{ValueText.Shortened(text)}', ";
        var problem = isBlank ? "is blank" : $"is {shown}no {typeName}";
        var other = isBlank ? typeName + "?" : isNullable ? "string?" : "string";
        return $"column '{name}' {problem}. Correct the file, or give the column another type in the project: Schema=\"{SchemaText.Escape(name)}={other}\"";
    }
}
