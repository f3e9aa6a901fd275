using MlOps.Generators.Shared;

namespace MlOps.Generators.Monitoring;

/// <summary>Writes what tells the columns of a row, and what reads their values.</summary>
internal static class ColumnCode
{
    public const string Namespace = "global::MlOps.Monitoring.";

    /// <summary>The list of the columns, one a line.</summary>
    public static void WriteColumns(SourceWriter writer, IEnumerable<MonitoredColumn> columns)
    {
        using (writer.List($"private static readonly {Namespace}RowColumn[] Columns ="))
        {
            foreach (var column in columns)
            {
                writer.Line(Of(column) + ",");
            }
        }

        writer.Line();
    }

    /// <summary>The method that reads the values, and those that name the values of enums.</summary>
    public static void WriteRead(SourceWriter writer, string row, IReadOnlyList<MonitoredColumn> columns)
    {
        using (writer.Block($"private static void Read(in {row}, ref {Namespace}RowWriter to)"))
        {
            foreach (var column in columns)
            {
                writer.Line($"to.Add({column.Expression});");
            }
        }

        foreach (var named in columns.Select(static column => column.Enum).OfType<EnumModel>().Distinct())
        {
            writer.Line();
            using (writer.Block($"private static string? NameOf({named.Type}? value) => value switch", "};"))
            {
                foreach (var name in named.Names)
                {
                    writer.Line($"{named.Type}.{Names.ToIdentifier(name)} => {SourceWriter.Literal(name)},");
                }

                writer.Line("null => null,").Line("{ } other => other.ToString(),");
            }
        }
    }

    private static string Of(MonitoredColumn column)
    {
        var settings = new List<string>();
        if (column.Role != ColumnMarks.Feature)
        {
            settings.Add($"Role = {Namespace}ColumnRole.{column.Role}");
        }

        if (column.IsSensitive)
        {
            settings.Add("IsSensitive = true");
        }

        if (column.IsCategorical)
        {
            settings.Add("IsCategorical = true");
        }

        if (column.IsSymbolic)
        {
            settings.Add("IsSymbolic = true");
        }

        if (column.IsSingle)
        {
            settings.Add("IsSingle = true");
        }

        var text = $"new({SourceWriter.Literal(column.Name)}, IsText: {(column.IsText ? "true" : "false")})";
        return settings.Count == 0 ? text : $"{text} {{ {string.Join(", ", settings)} }}";
    }
}
