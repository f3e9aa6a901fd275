using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MlOps.DataBenchmarks;

/// <summary>Typed rows beside the bare tokenizer that they are read with, on 100 MB of JSON Lines: the tokenizer looks at every value, and makes none.</summary>
internal static class TypedJsonRows
{
    private const int BufferSize = 64 * 1024;

    private static double s_sum;

    public static void Measure(string folder)
    {
        var file = Path.Combine(folder, "events.jsonl");
        var count = Write(file, 100_000_000);
        var dataset = new Dataset("events", "events.jsonl", "", new FileInfo(file).Length)
        {
            Columns =
            [
                new("id", DatasetColumnType.Int64),
                new("price", DatasetColumnType.Double),
                new("user.age", DatasetColumnType.Int64),
                new("user.score", DatasetColumnType.Double),
                new("isNew", DatasetColumnType.Boolean),
                new("quantity", DatasetColumnType.Int64),
            ],
        };

        // As the generator writes it.
        var rows = new JsonRows<Row>(dataset, static fields => new Row(
            fields.GetInt64(0),
            fields.GetDouble(1),
            fields.GetInt64(2),
            fields.GetDouble(3),
            fields.GetBoolean(4),
            fields.GetInt64(5)));
        Pairs.PrintHeader($"Typed rows of 100 MB of JSON Lines, {count.ToString("N0", CultureInfo.InvariantCulture)} rows", "Utf8JsonReader", "`Rows()`");
        Pairs.Print(20, "every value", () => Tokenize(file), () => Read(rows));
        Console.WriteLine();
    }

    private static int Write(string file, long size)
    {
        var random = new Random(1);
        using var writer = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1024 * 1024);
        var row = 0;
        for (var written = 0L; written < size; row++)
        {
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"id":{{row}},"price":{{random.NextDouble() * 100:0.00}},"user":{"age":{{random.Next(90)}},"score":{{random.NextDouble():0.0000}}},"isNew":{{(random.Next(2) == 0 ? "true" : "false")}},"quantity":{{random.Next(1000)}}}""");
            writer.Write(line);
            writer.Write('\n');
            written += line.Length + 1;
        }

        return row;
    }

    private static void Tokenize(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var buffer = new byte[BufferSize];
        var kept = 0;
        while (stream.Read(buffer, kept, buffer.Length - kept) is > 0 and var read)
        {
            var rest = buffer.AsSpan(0, kept + read);
            while (rest.IndexOf((byte)'\n') is >= 0 and var end)
            {
                var reader = new Utf8JsonReader(rest[..end]);
                while (reader.Read())
                {
                    s_sum += reader.ValueSpan.Length;
                }

                rest = rest[(end + 1)..];
            }

            rest.CopyTo(buffer);
            kept = rest.Length;
        }
    }

    private static void Read(JsonRows<Row> rows)
    {
        foreach (var row in rows)
        {
            s_sum += row.Price;
        }
    }

    private readonly record struct Row(long Id, double Price, long UserAge, double UserScore, bool IsNew, long Quantity);
}
