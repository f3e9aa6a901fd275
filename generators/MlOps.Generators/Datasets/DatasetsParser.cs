using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Datasets;

/// <summary>Reads the list that the build writes: a line a data set, its fields between tabs.</summary>
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
            ? new(fields[0], fields[1], fields[2], fields[3], size)
            : null;
    }
}
