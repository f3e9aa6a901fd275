using System.Text.Json;
using MlOps.Data.Tables;

namespace MlOps.Data.JsonLines;

/// <summary>Reads the file of a data set row by row, and says of what it cannot read where that is.</summary>
internal sealed class JsonRowReader : IDisposable
{
    private readonly Dataset _dataset;
    private readonly string _file;
    private readonly JsonLinesReader _reader;
    private readonly JsonColumns _columns = new();
    private readonly JsonPath _path = new();
    private readonly Value[] _values;
    private readonly char[] _characters = new char[JsonLinesText.LongestValue];

    internal JsonRowReader(Dataset dataset)
    {
        (_dataset, _file) = (dataset, dataset.Path);
        _values = new Value[dataset.Columns.Count];
        foreach (var column in dataset.Columns)
        {
            _columns.Add(column.Name);
        }

        _reader = new JsonLinesReader(_file);
    }

    internal bool Read()
    {
        try
        {
            return _reader.Read() && ReadValues();
        }
        catch (InvalidDataException fault)
        {
            throw Fault(null, $"{fault.Message} Correct the file");
        }
        catch (Exception fault) when (JsonLinesText.Problem(fault) is { } problem)
        {
            throw Fault(null, $"{problem}. Correct the file");
        }
    }

    /// <summary>Whether the row has no value of a column, or null.</summary>
    internal bool IsBlank(int column) => _values[column].Type is JsonTokenType.None or JsonTokenType.Null;

    internal JsonTokenType TypeOf(int column) => _values[column].Type;

    /// <summary>A number as it is written; nothing where there is none.</summary>
    internal ReadOnlySpan<byte> Number(int column)
    {
        ref readonly var value = ref _values[column];
        return value.Type == JsonTokenType.Number ? Bytes(value) : default;
    }

    /// <summary>A value that is no long text, as characters; nothing where there is none.</summary>
    internal ReadOnlySpan<char> Short(int column)
    {
        ref readonly var value = ref _values[column];
        if (value.Type is JsonTokenType.None or JsonTokenType.Null)
        {
            return default;
        }

        try
        {
            return JsonLinesText.Short(Bytes(value), value.IsEscaped, _characters);
        }
        catch (Exception fault) when (JsonLinesText.Problem(fault) is not null)
        {
            throw NotUtf8(column);
        }
    }

    /// <summary>A value as text, or null where there is none; arrays, numbers and the rest as they are written.</summary>
    internal string? Text(int column)
    {
        ref readonly var value = ref _values[column];
        try
        {
            return IsBlank(column) ? null : JsonLinesText.Text(Bytes(value), value.IsEscaped);
        }
        catch (Exception fault) when (JsonLinesText.Problem(fault) is not null)
        {
            throw NotUtf8(column);
        }
    }

    /// <summary>A value is not of the type of its column.</summary>
    internal RowException Misfit(int column)
    {
        var text = Text(column);
        return Fault(_dataset.Columns[column].Name, RowFault.Misfit(_dataset, column, text, text is null));
    }

    public void Dispose() => _reader.Dispose();

    private bool ReadValues()
    {
        Array.Clear(_values);
        var next = 0;
        var values = new JsonLeaves(_reader.Line, _path);
        while (values.MoveNext())
        {
            // What the build did not see is not asked for.
            if (_columns.Find(values.Path, next) is >= 0 and var at)
            {
                _values[at] = new Value(values.Start, values.Length, values.Type, values.IsEscaped);
                next = at + 1;
            }
        }

        return true;
    }

    private ReadOnlySpan<byte> Bytes(Value value) => _reader.Line.Slice(value.Start, value.Length);

    private RowException NotUtf8(int column) => Fault(_dataset.Columns[column].Name, $"{JsonLinesText.NotUtf8}. Correct the file");

    // The fault that was caught is not handed on: it could show a value.
    private RowException Fault(string? column, string problem) => new(_file, _reader.Number, column, problem);

    private readonly record struct Value(int Start, int Length, JsonTokenType Type, bool IsEscaped);
}
