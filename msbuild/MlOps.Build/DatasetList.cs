using System.Globalization;
using System.Text;

namespace MlOps.Build;

/// <summary>
/// The list of data sets that the generator reads: a line each, and below it one for each column, which begins with a tab.
/// Fields stand between tabs, with <c>\\ \t \r \n</c> escaped.
/// </summary>
internal static class DatasetList
{
    /// <summary>Writes the list, unless it says so already: the compiler runs again only when it changed.</summary>
    public static void Write(string path, IEnumerable<DatasetEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            var version = entry.Version;
            AppendLine(
                text, entry.Identifier, entry.Item.Name, entry.Source, version.Digest, Number(version.Size), version.RepositoryPath ?? "",
                version.Table is { Problem: null } table ? Number(table.RowCount) : "",
                version.Table?.Problem ?? "",
                version.Table is { Problem: null } known ? known.Format.ToString() : "",
                entry.Item.IsSensitive ? "sensitive" : "",
                version.Table?.LeftOut ?? "",
                entry.Profile ?? "");
            foreach (var (identifier, column) in entry.Columns)
            {
                AppendLine(text, "", identifier, column.Name, column.Type.ToString(), column.IsNullable ? "?" : "");
            }
        }

        var content = text.ToString();
        if (File.Exists(path) && File.ReadAllText(path) == content)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, content);
    }

    private static void AppendLine(StringBuilder text, params IEnumerable<string> fields) =>
        text.AppendJoin('\t', fields.Select(Escape)).Append('\n');

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string field) => field
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
