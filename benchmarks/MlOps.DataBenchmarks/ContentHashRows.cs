using System.Globalization;
using System.Security.Cryptography;

namespace MlOps.DataBenchmarks;

/// <summary>The content hash of rows in memory, beside bare SHA-256 over as many bytes as the rows come to.</summary>
internal static class ContentHashRows
{
    private const int Count = 500_000;

    // In the canonical form: ten numbers of 8 bytes.
    private const int RowSize = 80;

    public static void Measure()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, Count).Select(id => new Measurement(
            id, Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next(), random.Next(10))).ToArray();
        var bytes = new byte[Count * RowSize];
        random.NextBytes(bytes);

        Pairs.PrintHeader("Content hash of 500,000 rows of ten numbers, 40 MB", "SHA-256", "`ContentHash.Of`");
        Pairs.Print(30, "an array", () => SHA256.HashData(bytes), () => ContentHash.Of(rows));
        Pairs.Print(30, "an iterator", () => SHA256.HashData(bytes), () => ContentHash.Of(rows.Where(static row => row.Id >= 0)));

        Allocated(rows[..2]);
        var perRow = (Allocated(rows) - Allocated(rows[..(Count / 2)])) / (double)(Count / 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nAllocated per row: {perRow:0.##} bytes.\n"));

        double Next() => random.NextDouble() * 100;
    }

    private static long Allocated(Measurement[] rows)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        ContentHash.Of(rows);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

/// <summary>A row as measurements give: a counter, eight decimals, a label.</summary>
[Versioned]
internal readonly record struct Measurement(
    long Id, double A, double B, double C, double D, double E, double F, double G, double H, long Label);
