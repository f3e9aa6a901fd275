using System.Buffers;

namespace MlOps.Csv;

/// <summary>
/// Finds where the records of a CSV file begin and end, by its quotes and line ends alone. An empty line is no record; a
/// quote opens a field only at its start, as the tokenizer has it.
/// </summary>
internal sealed class CsvLineScanner
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\"\r\n"u8);

    private readonly long _wanted;
    private readonly byte _delimiter;
    private long _lines;
    private long _start;
    private byte _previous;
    private bool _isAtStart;
    private bool _hasContent;
    private bool _isQuoted;
    private bool _hasJustClosed;

    /// <param name="wanted">The record whose line is asked for; 0 is the header.</param>
    /// <param name="delimiter">What is between two fields.</param>
    internal CsvLineScanner(long wanted = -1, char delimiter = ',')
    {
        _wanted = wanted;
        _delimiter = (byte)delimiter;
        Restart();
    }

    /// <summary>How many records there are, the header among them.</summary>
    internal long Records { get; private set; }

    /// <summary>The line on which the wanted record begins, counted from 1; 0 while it was not seen.</summary>
    internal long Line { get; private set; }

    /// <summary>The line on which a record of a file begins, counted from 1.</summary>
    internal static long LineOf(string file, long record)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return LineOf(stream, record);
    }

    /// <summary>The same of UTF-8 text that is not in a file, or has other delimiters.</summary>
    internal static long LineOf(Stream stream, long record, char delimiter = ',')
    {
        var scanner = new CsvLineScanner(record, delimiter);
        var buffer = new byte[64 * 1024];
        while (scanner.Line == 0 && stream.Read(buffer) is > 0 and var read)
        {
            scanner.Receive(buffer.AsSpan(0, read));
        }

        scanner.Finish();
        return scanner.Line;
    }

    internal void Restart()
    {
        (Records, Line, _lines, _previous) = (0, 0, 0, 0);
        (_isAtStart, _hasContent, _isQuoted, _hasJustClosed) = (true, false, false, false);
    }

    internal void Receive(ReadOnlySpan<byte> block)
    {
        if (_isAtStart && block.StartsWith("\uFEFF"u8))
        {
            block = block["\uFEFF"u8.Length..];
        }

        _isAtStart = false;
        while (block.IndexOfAny(Special) is >= 0 and var at)
        {
            Skip(block[..at]);
            Step(block[at]);
            _previous = block[at];
            block = block[(at + 1)..];
        }

        Skip(block);
    }

    /// <summary>The file is over: its last line may lack an end.</summary>
    internal void Finish() => EndRecord();

    private void Skip(ReadOnlySpan<byte> plain)
    {
        if (!plain.IsEmpty)
        {
            Begin();
            _previous = plain[^1];
            _hasJustClosed = false;
        }
    }

    private void Step(byte special)
    {
        if (special == '"')
        {
            // A quote right after a closing one was half of a doubled one.
            var opens = !_isQuoted && (!_hasContent || _previous == _delimiter || _hasJustClosed);
            _hasJustClosed = _isQuoted;
            _isQuoted = opens;
            Begin();
            return;
        }

        _lines += special == '\n' && _previous == '\r' ? 0 : 1;
        _hasJustClosed = false;
        if (!_isQuoted)
        {
            EndRecord();
        }
    }

    private void Begin()
    {
        if (!_hasContent)
        {
            _hasContent = true;
            _start = _lines + 1;
        }
    }

    private void EndRecord()
    {
        if (_hasContent)
        {
            Line = Records == _wanted ? _start : Line;
            Records++;
            _hasContent = false;
        }
    }
}
