using System.Globalization;
using MlOps.Csv;
using MlOps.Data.Tables;
using Sylvan.Data.Csv;

namespace MlOps.Data.Csv;

/// <summary>Reads the file of a data set row by row, and says of what it cannot read where that is.</summary>
internal sealed class CsvRowReader : IDisposable
{
    private readonly Dataset _dataset;
    private readonly string _file;
    private readonly CsvDataReader _reader;
    private readonly int _fieldCount;
    private long _record;

    internal CsvRowReader(Dataset dataset)
    {
        _dataset = dataset;
        _file = dataset.Path;
        try
        {
            _reader = CsvTokenizer.Open(_file);
        }
        catch (Exception fault) when (CsvTokenizer.Problem(fault) is { } problem)
        {
            throw new RowException(_file, CsvTokenizer.LineOf(fault, _file, record: 0), null, $"{problem}. Correct the file", fault);
        }

        _fieldCount = dataset.Columns.Count;
        try
        {
            CheckHeader();
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    internal bool Read()
    {
        while (Next())
        {
            if (_reader.RowFieldCount != _fieldCount || _fieldCount == 1)
            {
                if (CsvTokenizer.IsEmptyLine(_reader))
                {
                    continue;
                }

                if (_reader.RowFieldCount != _fieldCount)
                {
                    _record++;
                    throw Fault(null, string.Create(CultureInfo.InvariantCulture, $"{_reader.RowFieldCount} fields where the header has {_fieldCount}. Correct the file"));
                }
            }

            _record++;
            return true;
        }

        return false;
    }

    internal ReadOnlySpan<char> Field(int column) => _reader.GetFieldSpan(column);

    /// <summary>The row as it is written, without its line end.</summary>
    internal ReadOnlySpan<char> Record
    {
        get
        {
            var record = _reader.GetRawRecordSpan();
            var length = record.Length;
            length -= length > 0 && record[length - 1] == '\n' ? 1 : 0;
            length -= length > 0 && record[length - 1] == '\r' ? 1 : 0;
            return record[..length];
        }
    }

    /// <summary>A field is not of the type of its column.</summary>
    internal RowException Misfit(int column)
    {
        var text = _reader.GetFieldSpan(column);
        return Fault(_dataset.Columns[column].Name, RowFault.Misfit(_dataset, column, text, text.IsWhiteSpace()));
    }

    public void Dispose() => _reader.Dispose();

    private bool Next()
    {
        try
        {
            return _reader.Read();
        }
        catch (Exception fault) when (CsvTokenizer.Problem(fault) is { } problem)
        {
            _record++;
            throw Fault(null, $"{problem}. Correct the file", fault);
        }
    }

    // Columns are read by their place: a file that changed after the build must not put the width into the length.
    private void CheckHeader()
    {
        for (var column = 0; column < Math.Max(_fieldCount, _reader.FieldCount); column++)
        {
            var expected = column < _fieldCount ? _dataset.Columns[column].Name : null;
            var actual = column < _reader.FieldCount ? _reader.GetName(column) : null;
            if (expected != actual)
            {
                throw new RowException(
                    _file, 1, expected ?? actual,
                    string.Create(CultureInfo.InvariantCulture, $"column {column + 1} is {Quoted(actual)} where the build saw {Quoted(expected)}. Build again"));
            }
        }
    }

    private RowException Fault(string? column, string problem, Exception? inner = null) =>
        new(_file, CsvTokenizer.LineOf(inner, _file, _record), column, problem, inner);

    private static string Quoted(string? name) => name is null ? "missing" : $"'{name}'";
}
