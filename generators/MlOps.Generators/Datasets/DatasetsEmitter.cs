using System.Globalization;
using System.Security;
using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Datasets;

/// <summary>Writes the class <c>Datasets</c>, a typed handle for every data set.</summary>
internal static class DatasetsEmitter
{
    public static void Emit(SourceProductionContext output, DatasetsModel model)
    {
        if (model.Datasets.Count > 0)
        {
            output.AddSource("Datasets.g.cs", Write(model));
        }
    }

    internal static string Write(DatasetsModel model)
    {
        var writer = GeneratedFile.Begin("MlOps", readsUserCode: false)
            .Line("/// <summary>The data sets that this project versions.</summary>")
            .Line("[global::Microsoft.CodeAnalysis.Embedded]")
            .TypeAttributes();
        using (writer.Block("internal static class Datasets"))
        {
            var isFirst = true;
            foreach (var dataset in model.Datasets)
            {
                if (!isFirst)
                {
                    writer.Line();
                }

                isFirst = false;
                WriteDataset(writer, dataset, dataset.IsParquet && !model.CanReadParquet);
            }
        }

        return writer.ToString();
    }

    private static void WriteDataset(SourceWriter writer, DatasetModel dataset, bool lacksReader)
    {
        writer.Line($"/// <summary><c>{OneLine(dataset.Source)}</c>, {Grouped(dataset.Size)} bytes{(dataset.RowCount is { } rows ? $", {Grouped(rows)} rows" : "")}.</summary>");
        if (dataset.Problem is { } problem)
        {
            writer.Line($"/// <remarks>It has no typed rows, since {OneLine(problem)}.</remarks>");
        }

        if (dataset.LeftOut is { } leftOut)
        {
            writer.Line($"/// <remarks>Its rows lack columns: {OneLine(leftOut)}.</remarks>");
        }

        using (writer.Block($"internal static class {dataset.Identifier}"))
        {
            writer
                .Line("/// <summary>MD5 of its bytes, the identity DVC gives it.</summary>")
                .Line($"public const string Digest = {SourceWriter.Literal(dataset.Digest)};")
                .Line()
                .Line("/// <summary>Its size in bytes.</summary>")
                .Line($"public const long Size = {Number(dataset.Size)};")
                .Line();
            WriteHandle(writer, dataset);
            writer
                .Line()
                .Line("/// <summary>The full path of the file. Reading it inside a run records the data set as an input of that run.</summary>")
                .Line("public static string Path => Handle.Path;");
            if (dataset.Profile is { } profile)
            {
                writer
                    .Line()
                    .Line("/// <summary>The full path of its reference profile, which the build wrote and which lies beside the program: <c>DatasetProfile.LoadAsync</c> reads it.</summary>")
                    .Line($"public static string Profile => global::System.IO.Path.Combine(global::System.AppContext.BaseDirectory, {SourceWriter.Literal(profile)});");
            }

            if (dataset.Columns.Count > 0)
            {
                RowEmitter.Write(writer.Line(), dataset, lacksReader);
            }
        }
    }

    private static void WriteHandle(SourceWriter writer, DatasetModel dataset)
    {
        const string Handle = "public static global::MlOps.Dataset Handle { get; } =";
        var create = $"new({SourceWriter.Literal(dataset.Name)}, {SourceWriter.Literal(dataset.Source)}, Digest, Size)";
        writer.Line("/// <summary>The data set itself, to be passed on.</summary>");
        if (dataset is { RepositoryPath: null, RowCount: null, IsSensitive: false, Columns.Count: 0 })
        {
            writer.Line(Handle).Indented(create + ";");
            return;
        }

        using (writer.Block($"{Handle} {create}", "};"))
        {
            if (dataset.RepositoryPath is { } path)
            {
                writer.Line($"RepositoryPath = {SourceWriter.Literal(path)},");
            }

            if (dataset.RowCount is { } rows)
            {
                writer.Line($"RowCount = {Number(rows)},");
            }

            if (dataset.IsSensitive)
            {
                writer.Line("IsSensitive = true,");
            }

            if (dataset.Columns.Count > 0)
            {
                RowEmitter.WriteColumns(writer, dataset);
            }
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>For a comment: a name with a line break must not end it.</summary>
    internal static string OneLine(string text) =>
        SecurityElement.Escape(new string([.. text.Select(static character => char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character)]));
}
