using System.Text;
using MlOps.Csv;

namespace MlOps.Monitoring.Files.Csv;

/// <summary>A CSV file that may be read more than once: where it is, how its text is encoded and what is between its fields.</summary>
internal sealed class CsvSource
{
    // Enough for the first lines of any table; what does not fit has no say in what the delimiter is.
    private const int SampleSize = 64 * 1024;

    private const int Utf8 = 65001;

    private readonly Encoding? _encoding;

    /// <param name="file">The file.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="TableException">It is plainly of another kind.</exception>
    internal CsvSource(string file, TableOptions options)
    {
        File = file;
        RefuseOtherKinds(file);
        // A mark is not there by chance: it goes before what was said, which may have been said of several files.
        _encoding = (MarkedEncoding(file) ?? options.Encoding) is { CodePage: not Utf8 } other ? other : null;
        Delimiter = options.Delimiter ?? CsvDelimiter.Of(Sample());
    }

    internal string File { get; }

    internal char Delimiter { get; }

    /// <summary>Whether bytes that are no UTF-8 are a fault; another encoding was asked for or marked, and takes all.</summary>
    internal bool IsUtf8 => _encoding is null;

    /// <summary>The text in UTF-8, whatever the file has.</summary>
    /// <param name="raw">The file below it, whose position tells how far it was read.</param>
    internal Stream Open(out FileStream raw)
    {
        raw = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        return _encoding is null ? raw : Encoding.CreateTranscodingStream(raw, _encoding, Encoding.UTF8);
    }

    /// <summary>The line on which a record begins; the header is record 0.</summary>
    internal long LineOf(long record)
    {
        using var text = Open(out _);
        return CsvLineScanner.LineOf(text, record, Delimiter);
    }

    /// <summary>The first line that is not UTF-8.</summary>
    internal long LineThatIsNotUtf8()
    {
        using var text = Open(out _);
        return CsvTokenizer.LineThatIsNotUtf8(text);
    }

    private string Sample()
    {
        using var text = Open(out _);
        var buffer = new byte[SampleSize];
        return Encoding.UTF8.GetString(buffer, 0, text.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
    }

    /// <summary>What cannot be CSV is called what it is: as text it would fail somewhere, with a message that leads nowhere.</summary>
    private static void RefuseOtherKinds(string file)
    {
        var problem = Start(file) switch
        {
            [0x1F, 0x8B, ..] => "it is compressed with gzip. Unpack it first",
            [(byte)'P', (byte)'K', 3, 4, ..] => "it is a zip archive, such as a workbook of Excel. Save its table as CSV or Parquet",
            [(byte)'{', (byte)'"', ..] or [(byte)'[', (byte)'{', ..] => "it is JSON, and no table of lines with fields. Save it as CSV or Parquet",
            [0, 0, 0, 0] => "it begins with zero bytes, which no text does. Is it of another kind, or was it cut off while it was copied?",
            _ => null,
        };
        if (problem is not null)
        {
            throw new TableException(file, 0, null, problem);
        }
    }

    private static byte[] Start(string file)
    {
        var start = new byte[4];
        using var stream = System.IO.File.OpenRead(file);
        return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    private static Encoding? MarkedEncoding(string file) => Start(file) switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
        [0xFF, 0xFE, 0, 0] => Encoding.UTF32,
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };
}
