using MlOps.Generators.Shared;

namespace MlOps.Generators.Datasets;

/// <summary>Writes the typed row of a data set that is a table.</summary>
internal static class RowEmitter
{
    /// <summary>The columns, for those who do not know the type of a row.</summary>
    public static void WriteColumns(SourceWriter writer, DatasetModel dataset)
    {
        writer.Line("Columns =").Line("[");
        foreach (var column in dataset.Columns)
        {
            var nullable = column.IsNullable ? ", IsNullable: true" : "";
            writer.Indented($"new({SourceWriter.Literal(column.Name)}, global::MlOps.DatasetColumnType.{column.Type}{nullable}),");
        }

        writer.Line("],");
    }

    public static void Write(SourceWriter writer, DatasetModel dataset)
    {
        var columns = dataset.Columns;
        writer.Line("/// <summary>One row.</summary>");
        foreach (var column in columns)
        {
            writer.Line($"/// <param name=\"{column.Identifier}\">Column <c>{DatasetsEmitter.OneLine(column.Name)}</c>.</param>");
        }

        writer.Line("public readonly record struct Row(");
        WriteList(writer, columns, static column => $"{CSharpType(column)} {column.Identifier}", ");");
        writer
            .Line()
            .Line("/// <summary>Its rows, read from the file as they are asked for. Reading them inside a run records the data set as an input of that run.</summary>")
            .Line("public static global::MlOps.CsvRows<Row> Rows() => new(Handle, static fields => new Row(");
        var at = 0;
        WriteList(writer, columns, column => $"fields.Get{column.Type}{(column.IsNullable ? "OrNull" : "")}({at++})", "));");
    }

    private static void WriteList(SourceWriter writer, EquatableArray<ColumnModel> columns, Func<ColumnModel, string> write, string end)
    {
        for (var at = 0; at < columns.Count; at++)
        {
            writer.Indented(write(columns[at]) + (at == columns.Count - 1 ? end : ","));
        }
    }

    private static string CSharpType(ColumnModel column) => (column.Type switch
    {
        "String" => "string",
        "Boolean" => "bool",
        "Int32" => "int",
        "Int64" => "long",
        "Single" => "float",
        "Double" => "double",
        "Decimal" => "decimal",
        var other => "global::System." + other,
    }) + (column.IsNullable ? "?" : "");
}
