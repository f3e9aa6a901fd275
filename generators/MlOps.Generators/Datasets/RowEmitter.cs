using MlOps.Generators.Shared;

namespace MlOps.Generators.Datasets;

/// <summary>Writes the typed row of a data set that is a table.</summary>
internal static class RowEmitter
{
    private const string MissingReaderCode = "MLOPS2025";
    private const string MissingReader = "Rows of Parquet files are read by a package of its own: run 'dotnet add package MlOps.Data.Parquet'";

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

    /// <param name="writer">Where to write.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="lacksReader">Whether the package that reads such rows is missing: asking for them is an error then, and nothing else is.</param>
    public static void Write(SourceWriter writer, DatasetModel dataset, bool lacksReader)
    {
        var columns = dataset.Columns;
        writer.Line("/// <summary>One row.</summary>");
        foreach (var column in columns)
        {
            writer.Line($"/// <param name=\"{column.Identifier}\">Column <c>{DatasetsEmitter.OneLine(column.Name)}</c>.</param>");
        }

        writer.Line("public readonly record struct Row(");
        WriteList(writer, columns, static column => $"{CSharpType(column)} {column.Identifier}", dataset.IsSensitive ? ")" : ");");
        if (dataset.IsSensitive)
        {
            using (writer.Block())
            {
                writer
                    .Line("/// <summary>Says that it is a row, and no value of it: they are sensitive.</summary>")
                    .Line($"public override string ToString() => {SourceWriter.Literal($"a row of {dataset.Name}, which is sensitive")};");
            }
        }

        if (lacksReader)
        {
            writer
                .Line()
                .Line("/// <summary>Its rows, which the package MlOps.Data.Parquet reads.</summary>")
                .Line($"[global::System.Obsolete({SourceWriter.Literal(MissingReader)}, error: true, DiagnosticId = \"{MissingReaderCode}\", UrlFormat = {SourceWriter.Literal(RuleHelp.LinkTo(MissingReaderCode))})]")
                .Line("public static global::System.Collections.Generic.IEnumerable<Row> Rows() => throw new global::System.NotSupportedException();");
            return;
        }

        writer
            .Line()
            .Line("/// <summary>Its rows, read from the file as they are asked for. Reading them inside a run records the data set as an input of that run.</summary>")
            .Line($"public static global::MlOps.{Reader(dataset)}Rows<Row> Rows() => new(Handle, static fields => new Row(");
        var at = 0;
        WriteList(writer, columns, column => $"fields.Get{column.Type}{(column.IsNullable ? "OrNull" : "")}({at++})", "));");
    }

    private static string Reader(DatasetModel dataset) => dataset.Format == "JsonLines" ? "Json" : dataset.Format;

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
