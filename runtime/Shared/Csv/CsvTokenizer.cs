using System.Buffers;
using System.Text;
using Sylvan.Data.Csv;

namespace MlOps.Csv;

/// <summary>Opens files for Sylvan's tokenizer as RFC 4180 has them: commas, double quotes, a header, UTF-8; nothing is guessed.</summary>
internal static class CsvTokenizer
{
    // Read in one go, and what one record may have.
    private const int BufferSize = 64 * 1024;
    private const int LargestRecord = 64 * 1024 * 1024;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static CsvDataReader Open(string file) =>
        Open(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan));

    /// <summary>The same of UTF-8 text that is not in a file, or has other delimiters.</summary>
    internal static CsvDataReader Open(Stream stream, char delimiter = ',')
    {
        try
        {
            return CsvDataReader.Create(
                new StreamReader(stream, s_strictUtf8, detectEncodingFromByteOrderMarks: true, BufferSize),
                new CsvDataReaderOptions
                {
                    Delimiter = delimiter,
                    Quote = '"',
                    Escape = '"',
                    Comment = '\0',
                    HasHeaders = true,
                    BufferSize = BufferSize,
                    MaxBufferSize = LargestRecord,
                    OwnsReader = true,
                });
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>An empty line is no record. (One column that is blank is written <c>""</c>.)</summary>
    internal static bool IsEmptyLine(CsvDataReader reader) => reader.RowFieldCount == 1 && reader.GetRawRecordSpan().Trim("\r\n").IsEmpty;

    /// <summary>The line that a fault is about, or else the one on which a record begins; the header is record 0.</summary>
    internal static long LineOf(Exception? fault, string file, long record) =>
        fault is DecoderFallbackException ? LineThatIsNotUtf8(file) : CsvLineScanner.LineOf(file, record);

    private static long LineThatIsNotUtf8(string file)
    {
        using var stream = File.OpenRead(file);
        return LineThatIsNotUtf8(stream);
    }

    // The decoder reads ahead of the records.
    internal static long LineThatIsNotUtf8(Stream stream)
    {
        var line = 1L;
        var buffer = new byte[BufferSize];
        for (int kept = 0, read; (read = stream.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            var bytes = buffer.AsSpan(0, kept + read);
            var at = 0;
            while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out var rune, out var length) is var status && status != OperationStatus.NeedMoreData)
            {
                if (status == OperationStatus.InvalidData)
                {
                    return line;
                }

                line += rune.Value == '\n' ? 1 : 0;
                at += length;
            }

            kept = bytes.Length - at;
            bytes[at..].CopyTo(buffer);
        }

        return line;
    }

    /// <summary>What went wrong with the text itself; null for faults of other kinds.</summary>
    internal static string? Problem(Exception fault) => fault switch
    {
        DecoderFallbackException => "it is not UTF-8 text",
        CsvMissingHeadersException => "it is empty, without even a header",
        CsvRecordTooLargeException => $"a record has more than {LargestRecord / 1024 / 1024} million characters: is a quote missing?",
        CsvInvalidCharacterException => "a quoted field does not end as it must: a quote inside it is written twice, and after the closing one comes the next field or the end of the line",
        CsvFormatException => fault.Message,
        _ => null,
    };
}
