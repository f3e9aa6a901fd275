using System.Text;
using Sylvan.Data.Csv;

namespace MlOps.DataBenchmarks;

/// <summary>Typed rows beside the bare tokenizer that they are read with, on 100 MB of numbers: every field of every row is looked at.</summary>
internal static class TypedRows
{
    private const int BufferSize = 64 * 1024;

    private static double s_sum;

    public static void Measure(string folder)
    {
        var file = Path.Combine(folder, "numbers.csv");
        NumericFile.Write(file, 100_000_000);
        var dataset = new Dataset("numbers", "numbers.csv", "", new FileInfo(file).Length)
        {
            Columns =
            [
                new("id", DatasetColumnType.Int64),
                .. "abcdefgh".Select(static name => new DatasetColumn(name.ToString(), DatasetColumnType.Double)),
                new("label", DatasetColumnType.Int64),
            ],
        };

        // As the generator writes it.
        var rows = new CsvRows<Row>(dataset, static fields => new Row(
            fields.GetInt64(0),
            fields.GetDouble(1),
            fields.GetDouble(2),
            fields.GetDouble(3),
            fields.GetDouble(4),
            fields.GetDouble(5),
            fields.GetDouble(6),
            fields.GetDouble(7),
            fields.GetDouble(8),
            fields.GetInt64(9)));
        Pairs.PrintHeader("Typed rows of 100 MB", "Sylvan.Data.Csv", "`Rows()`");
        Pairs.Print(30, "every field", () => Tokenize(file), () => Read(rows));
        Console.WriteLine();
    }

    private static void Tokenize(string file)
    {
        using var reader = CsvDataReader.Create(
            new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize),
            new CsvDataReaderOptions { Delimiter = ',', BufferSize = BufferSize });
        while (reader.Read())
        {
            for (var field = 0; field < reader.FieldCount; field++)
            {
                s_sum += reader.GetFieldSpan(field).Length;
            }
        }
    }

    private static void Read(CsvRows<Row> rows)
    {
        foreach (var row in rows)
        {
            s_sum += row.A;
        }
    }

    private readonly record struct Row(
        long Id, double A, double B, double C, double D, double E, double F, double G, double H, long Label);
}
