using System.Globalization;
using System.Text;
using CsCheck;
using MlOps.Csv;
using MlOps.Data.Tables;
using Sylvan.Data.Csv;

namespace MlOps.Tests.Data.Csv;

/// <summary>What holds for every CSV file and every number.</summary>
public sealed class CsvPropertyTests
{
    private static readonly Gen<string> Fields = Gen.String[Gen.Char["a,\"\n\r ü5.-\u3042"], 0, 6];

    private static readonly string[] Odd =
        ["", " ", "7", "-0", "1.", ".5", "-", ".", " 1.5 ", "\"1\"", "\"1,5\"", "\"a\"\"b\"", "\"\"", "1\"", "1e400", "4.9e-324", "text", "\"2\n3\""];

    private static readonly Gen<string> Values = Gen.OneOf(
        Gen.Double.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)),
        Gen.Int[-2000, 2000].Select(static value => (value / 100m).ToString(CultureInfo.InvariantCulture)),
        Gen.Int[0, Odd.Length - 1].Select(static at => Odd[at]));

    private static readonly Gen<string[][]> Tables =
        Gen.Int[1, 5].SelectMany(static columns => Fields.Array[columns].Array[1, 12]);

    private static readonly Gen<string> Ends = Gen.Int[0, 2].Select(static end => new[] { "\n", "\r\n", "\r" }[end]);

    [Fact]
    public void WhatIsWrittenAsRfc4180SaysIsReadAsItWas() =>
        Gen.Select(Tables, Ends, Gen.Bool, Gen.Bool).Sample(
            static (table, end, mark, ends) =>
            {
                var text = string.Join(end, table.Select(static row => string.Join(',', row.Select(Quoted))));
                using var file = new CsvFile(Encoding.UTF8.GetBytes((mark ? "\uFEFF" : "") + text + (ends ? end : "")));
                var found = file.Table;
                return found.Problem is null
                    && found.Columns.Select(static column => column.Name).SequenceEqual(table[0])
                    && found.RowCount == table.Length - 1
                    && file.Texts().Zip(table.Skip(1)).All(static pair => pair.First.SequenceEqual(pair.Second));
            },
            iter: 300);

    [Fact]
    public void RecordsAreCountedAsTheTokenizerSplitsThem() =>
        Gen.Select(Gen.String[Gen.Char["a,\"\n"], 1, 40], Ends).Sample(
            static (lines, end) =>
            {
                var text = lines.Replace("\n", end, StringComparison.Ordinal);
                var scanner = new CsvLineScanner();
                // In blocks of every size, since a file comes in blocks.
                foreach (var block in Encoding.UTF8.GetBytes(text).Chunk(3))
                {
                    scanner.Receive(block);
                }

                scanner.Finish();
                return Records(text) is not { } records || records == scanner.Records;
            },
            iter: 20_000);

    [Fact]
    public void AsManyRowsAreCountedAsAreReadWhateverTheLineEnds() =>
        Gen.Select(Gen.String[Gen.Char["a\"\n\r "], 0, 12], Ends).Sample(
            static (rest, end) =>
            {
                using var file = new CsvFile("x" + end + rest);
                var found = file.Table;
                return found.Problem is not null || found.RowCount == file.Texts().Length;
            },
            iter: 500);

    [Fact]
    public void FieldsAreTheSameInWhateverOrderAndTypeTheyAreAskedFor() =>
        Gen.Select(Values.Array[4].Array[1, 6], Gen.Int[0, 3].Array[1, 8], Ends).Sample(
            static (table, order, end) =>
            {
                using var file = new CsvFile("a,b,c,d" + end + string.Join(end, table.Select(static row => string.Join(',', row))));
                var columns = file.Table.Columns.Select(static column => column with { Type = DatasetColumnType.String, IsNullable = false }).ToArray();
                var texts = file.Texts();
                var rows = new CsvRows<string[]>(file.Dataset(columns), fields =>
                {
                    var read = new string[order.Length];
                    for (var at = 0; at < order.Length; at++)
                    {
                        read[at] = Read(ref fields, order[at]);
                    }

                    return read;
                }).ToArray();
                return rows.Length == texts.Length
                    && rows.Zip(texts).All(pair => pair.First.SequenceEqual(order.Select(column => Expected(pair.Second[column]))));
            },
            iter: 500);

    [Fact]
    public void SimpleNumbersAreReadToTheLastBit() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Int[0, 30], Gen.Bool).Sample(
            static (digits, point, isNegative) =>
            {
                var text = digits.ToString(CultureInfo.InvariantCulture).PadLeft(point, '0');
                text = (isNegative ? "-" : "") + (point <= text.Length ? text.Insert(text.Length - point, ".") : text);
                return text.Trim('-') == "."
                    || (SimpleNumber.Double<char>(text) is var value && double.IsNaN(value))
                    || BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture));
            },
            iter: 100_000);

    [Fact]
    public void ADoubleReadsBackToItself() =>
        Gen.Double.Sample(
            static value => ValueText.TryDouble(value.ToString("R", CultureInfo.InvariantCulture), out var read)
                && BitConverter.DoubleToInt64Bits(read) == BitConverter.DoubleToInt64Bits(value),
            iter: 100_000);

    [Fact]
    public void WhatIsNoNumberToDotNetIsNoneHere() =>
        Gen.String[Gen.Char["019.-+e "], 0, 8].Sample(
            static text =>
                (ValueText.TryDouble(text, out var value) ? value : null) == Number(text)
                && ValueText.TryInt64(text, out var number) == long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole)
                && number == whole,
            iter: 50_000);

    /// <summary>As a number where it is one; in rows of numbers fields are read without the tokenizer.</summary>
    private static string Read(ref CsvFields fields, int column)
    {
        try
        {
            return fields.GetDoubleOrNull(column)?.ToString("R", CultureInfo.InvariantCulture) ?? "null";
        }
        catch (RowException)
        {
            return fields.GetString(column);
        }
    }

    private static string Expected(string text) =>
        string.IsNullOrWhiteSpace(text) ? "null"
            : Number(text)?.ToString("R", CultureInfo.InvariantCulture) ?? text;

    /// <summary>What .NET makes of a text; but digits that no <c>double</c> can hold are no number, where .NET says infinite.</summary>
    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && (!double.IsInfinity(value) || !text.Any(char.IsAsciiDigit)) ? value : null;

    /// <summary>How many records Sylvan sees, empty lines left out; null when the text is none that RFC 4180 allows.</summary>
    private static long? Records(string text)
    {
        try
        {
            using var reader = CsvDataReader.Create(
                new StringReader(text), new CsvDataReaderOptions { Delimiter = ',', Comment = '\0', HasHeaders = false });
            var records = 0L;
            while (reader.Read())
            {
                records += CsvTokenizer.IsEmptyLine(reader) ? 0 : 1;
                for (var at = 0; at < reader.RowFieldCount; at++)
                {
                    _ = reader.GetString(at); // A wrong quote is noticed when its field is asked for.
                }
            }

            return records;
        }
        catch (CsvFormatException)
        {
            return null;
        }
    }

    private static string Quoted(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
