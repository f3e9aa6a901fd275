using System.Globalization;
using MlOps.Csv;
using Sylvan.Data.Csv;

namespace MlOps.Monitoring.Files.Csv;

/// <summary>The records of a CSV file, one after the other; of what it cannot read it says where that is.</summary>
internal sealed class CsvRecords : IDisposable
{
    internal const int MaxColumns = 16_384;

    private readonly CsvSource _source;
    private readonly CsvDataReader _reader;
    private readonly FileStream _raw;
    private long _record;

    internal CsvRecords(CsvSource source)
    {
        _source = source;
        var text = source.Open(out _raw);
        try
        {
            _reader = CsvTokenizer.Open(text, source.Delimiter);
            Names = CsvHeader.Names(source, _reader);
        }
        catch (Exception fault)
        {
            _reader?.Dispose();
            text.Dispose();
            if (Told(fault) is { } told)
            {
                throw told;
            }

            throw;
        }
    }

    /// <summary>The names of the columns.</summary>
    internal string[] Names { get; }

    /// <summary>How many bytes of the file were read.</summary>
    internal long Position => _raw.Position;

    internal bool Read()
    {
        while (Next())
        {
            if (_reader.RowFieldCount != Names.Length || Names.Length == 1)
            {
                if (CsvTokenizer.IsEmptyLine(_reader))
                {
                    continue;
                }

                if (_reader.RowFieldCount != Names.Length)
                {
                    throw Ragged();
                }
            }

            _record++;
            return true;
        }

        return false;
    }

    internal ReadOnlySpan<char> Field(int column)
    {
        try
        {
            return _reader.GetFieldSpan(column);
        }
        catch (Exception fault) when (CsvTokenizer.Problem(fault) is { } problem)
        {
            throw new TableException(_source.File, _source.LineOf(_record), Names[column], $"column '{Names[column]}': {problem}. Correct the file", fault);
        }
    }

    public void Dispose() => _reader.Dispose();

    private bool Next()
    {
        try
        {
            return _reader.Read();
        }
        catch (Exception fault) when (Told(fault) is { } told)
        {
            throw told;
        }
    }

    private TableException Ragged()
    {
        var line = _source.LineOf(_record + 1);
        return new(_source.File, line, null, string.Create(
            CultureInfo.InvariantCulture,
            $"{_reader.RowFieldCount} fields where the header has {Names.Length}. Correct the line, or name the delimiter if it is not '{CsvHeader.Shown(_source.Delimiter)}'"));
    }

    private TableException? Told(Exception fault) => CsvTokenizer.Problem(fault) switch
    {
        null => null,
        { } problem when fault is System.Text.DecoderFallbackException =>
            new(_source.File, _source.LineThatIsNotUtf8(), null, $"{problem}. Name its encoding, such as latin1, or save it as UTF-8", fault),
        { } problem when fault is CsvMissingHeadersException => new(_source.File, 0, null, $"{problem}. A table begins with a line of names", fault),
        { } problem => new(_source.File, _source.LineOf(_record + 1), null, $"{problem}. Correct the file", fault),
    };
}
