using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Datasets;

/// <summary>Reads the list that the build writes: a line a data set, its fields between tabs, with <c>\\ \t \r \n</c> escaped.</summary>
internal static class DatasetsParser
{
    public const string FileName = "mlops.datasets.tsv";

    public static bool IsList(AdditionalText file) =>
        string.Equals(Path.GetFileName(file.Path), FileName, StringComparison.Ordinal);

    public static DatasetsModel Parse(AdditionalText file, CancellationToken cancellation)
    {
        var lines = file.GetText(cancellation)?.Lines ?? Enumerable.Empty<TextLine>();
        return new(lines.Select(static line => ParseLine(line.ToString())).OfType<DatasetModel>().ToEquatableArray());
    }

    private static DatasetModel? ParseLine(string line)
    {
        var fields = line.Split('\t');
        return fields.Length == 5 && long.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? new(fields[0], Unescape(fields[1]), Unescape(fields[2]), fields[3], size)
            : null;
    }

    private static string Unescape(string field)
    {
        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            text.Append(field[i] != '\\' || i + 1 == field.Length ? field[i] : field[++i] switch
            {
                't' => '\t',
                'r' => '\r',
                'n' => '\n',
                var other => other,
            });
        }

        return text.ToString();
    }
}
