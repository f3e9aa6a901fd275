using System.Globalization;
using System.Text;

namespace MlOps.DataBenchmarks;

/// <summary>A CSV file of numbers such as measurements give: a counter, eight decimals, a label.</summary>
internal static class NumericFile
{
    public static void Write(string path, long size)
    {
        if (File.Exists(path) && new FileInfo(path).Length >= size)
        {
            return;
        }

        var random = new Random(1);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1024 * 1024);
        writer.Write("id,a,b,c,d,e,f,g,h,label\n");
        var line = new StringBuilder();
        for (long row = 0, written = 0; written < size; row++, written += line.Length)
        {
            line.Clear().Append(row);
            for (var column = 0; column < 8; column++)
            {
                line.Append(CultureInfo.InvariantCulture, $",{(random.NextDouble() * 100).ToString(column % 2 == 0 ? "0.0000" : "0.00", CultureInfo.InvariantCulture)}");
            }

            writer.Write(line.Append(',').Append(random.Next(10)).Append('\n'));
        }
    }
}
