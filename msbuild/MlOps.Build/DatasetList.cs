using System.Globalization;
using System.Text;

namespace MlOps.Build;

/// <summary>The list of data sets that the generator reads: a line each, fields between tabs, with <c>\\ \t \r \n</c> escaped.</summary>
internal static class DatasetList
{
    /// <summary>Writes the list, unless it says so already: the compiler runs again only when it changed.</summary>
    public static void Write(string path, IEnumerable<DatasetEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"{entry.Identifier}\t{Escape(entry.Name)}\t{Escape(entry.Source)}\t{entry.Digest}\t{entry.Size}\n");
        }

        var content = text.ToString();
        if (File.Exists(path) && File.ReadAllText(path) == content)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, content);
    }

    private static string Escape(string field) => field
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
