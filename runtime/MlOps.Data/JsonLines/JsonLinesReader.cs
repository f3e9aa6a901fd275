namespace MlOps.Data.JsonLines;

/// <summary>Reads a file line by line; empty lines are none.</summary>
internal sealed class JsonLinesReader : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly FileStream _stream;
    private byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private int _line;
    private int _length;
    private bool _isOver;

    internal JsonLinesReader(string file) => _stream = new FileStream(
        file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);

    /// <summary>The number of the line, counted from 1.</summary>
    internal long Number { get; private set; }

    /// <summary>The line, without what does not count; it is gone when the next one is read.</summary>
    internal ReadOnlySpan<byte> Line => _buffer.AsSpan(_line, _length);

    /// <exception cref="InvalidDataException">The line is too long.</exception>
    internal bool Read()
    {
        while (Next() is { IsEmpty: false } whole)
        {
            Number++;
            var line = JsonLinesText.Trim(whole[^1] == '\n' ? whole[..^1] : whole, Number);
            if (!line.IsEmpty)
            {
                _buffer.AsSpan().Overlaps(line, out _line);
                _length = line.Length;
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>With its end, if it has one.</summary>
    private ReadOnlySpan<byte> Next()
    {
        var searched = 0;
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var end = rest[searched..].IndexOf((byte)'\n');
            if (end >= 0 || _isOver)
            {
                var line = end >= 0 ? rest[..(searched + end + 1)] : rest;
                _start += line.Length;
                return line;
            }

            searched = rest.Length;
            Fill();
        }
    }

    private void Fill()
    {
        var length = _end - _start;
        if (length > JsonLinesText.LargestLine)
        {
            Number++;
            throw new InvalidDataException(JsonLinesText.s_tooLong);
        }

        var target = length > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, length).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, length);
        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isOver = read == 0;
    }
}
