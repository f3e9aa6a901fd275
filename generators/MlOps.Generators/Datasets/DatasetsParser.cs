using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Datasets;

/// <summary>
/// Reads the list that the build writes: a line a data set, and below it one for each column, which begins with a tab. Fields
/// stand between tabs, with <c>\\ \t \r \n</c> escaped.
/// </summary>
internal static class DatasetsParser
{
    public const string FileName = "mlops.datasets.tsv";

    public static bool IsList(AdditionalText file) =>
        string.Equals(Path.GetFileName(file.Path), FileName, StringComparison.Ordinal);

    public static DatasetsModel Parse(AdditionalText file, CancellationToken cancellation)
    {
        var datasets = new List<DatasetModel>();
        var columns = new List<ColumnModel>();
        foreach (var line in file.GetText(cancellation)?.Lines ?? Enumerable.Empty<TextLine>())
        {
            var fields = Array.ConvertAll(line.ToString().Split('\t'), Unescape);
            if (ParseColumn(fields) is { } column)
            {
                columns.Add(column);
            }
            else if (ParseDataset(fields) is { } dataset)
            {
                Complete(datasets, columns);
                datasets.Add(dataset);
            }
        }

        Complete(datasets, columns);
        return new(datasets.ToEquatableArray());
    }

    /// <summary>Columns belong to the data set above them.</summary>
    private static void Complete(List<DatasetModel> datasets, List<ColumnModel> columns)
    {
        if (datasets.Count > 0)
        {
            datasets[datasets.Count - 1] = datasets[datasets.Count - 1] with { Columns = columns.ToEquatableArray() };
        }

        columns.Clear();
    }

    private static DatasetModel? ParseDataset(string[] fields) =>
        fields.Length >= 5 && Number(fields[4]) is { } size
            ? new(
                fields[0], fields[1], fields[2], fields[3], size, Text(fields, 5), Number(Text(fields, 6)), Text(fields, 7),
                Text(fields, 8) ?? "Csv", Text(fields, 9) == "sensitive", Text(fields, 10), Text(fields, 11), default)
            : null;

    private static ColumnModel? ParseColumn(string[] fields) =>
        fields.Length == 5 && fields[0].Length == 0 ? new(fields[1], fields[2], fields[3], fields[4] == "?") : null;

    private static string? Text(string[] fields, int at) => at < fields.Length && fields[at].Length > 0 ? fields[at] : null;

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

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
