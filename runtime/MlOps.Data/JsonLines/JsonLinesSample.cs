using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using MlOps.Data.Tables;

namespace MlOps.Data.JsonLines;

/// <summary>The columns of the lines that were looked at.</summary>
internal sealed class JsonLinesSample
{
    /// <summary>A longer key is no name of a property.</summary>
    private const int LongestName = 1000;

    private static readonly int s_text = ColumnProfile.Bit(DatasetColumnType.String);
    private static readonly int s_boolean = ColumnProfile.Bit(DatasetColumnType.Boolean) | s_text;
    private static readonly int s_number = s_text
        | ColumnProfile.Bit(DatasetColumnType.Int32) | ColumnProfile.Bit(DatasetColumnType.Int64) | ColumnProfile.Bit(DatasetColumnType.Single)
        | ColumnProfile.Bit(DatasetColumnType.Double) | ColumnProfile.Bit(DatasetColumnType.Decimal);

    private readonly JsonColumns _names = new();
    private readonly List<Column> _columns = [];
    private readonly JsonPath _path = new();
    private readonly char[] _characters = new char[JsonLinesText.LongestValue];
    private long _line;
    private long _rows;

    internal string? Problem { get; private set; }

    internal TableProfile Profile => Problem is { } problem ? TableProfile.Unreadable(problem)
        : _columns.Count == 0 ? TableProfile.Unreadable(_rows == 0 ? "it is empty" : "none of its objects has a value")
        : new([.. _columns.Select(column => column.Profile(_rows))], _rows, Problem: null);

    /// <summary>Nothing more is looked at.</summary>
    internal void Fail(string problem) => Problem ??= string.Create(CultureInfo.InvariantCulture, $"line {_line + 1}: {problem}");

    internal void Add(ReadOnlySpan<byte> line)
    {
        if (Problem is not null)
        {
            return;
        }

        line = JsonLinesText.Trim(line, _line + 1);
        try
        {
            if (!line.IsEmpty)
            {
                AddRow(line);
            }
        }
        catch (Exception fault) when (JsonLinesText.Problem(fault) is { } problem)
        {
            Fail(problem);
        }

        _line++;
    }

    private void AddRow(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line))
        {
            Fail(JsonLinesText.NotUtf8);
            return;
        }

        _rows++;
        var next = 0;
        var values = new JsonLeaves(line, _path);
        while (values.MoveNext() && Problem is null)
        {
            var at = _names.Find(values.Path, next);
            at = at < 0 ? NewColumn(values.Path) : at;
            if (at >= 0)
            {
                Add(_columns[at], ref values);
                next = at + 1;
            }
        }
    }

    private int NewColumn(ReadOnlySpan<byte> path)
    {
        if (path.Length > LongestName)
        {
            Fail($"a key has more than {LongestName} bytes");
            return -1;
        }

        if (_columns.Count == TableProfile.MaxColumns)
        {
            Fail($"with it there are more than {TableProfile.MaxColumns} columns");
            return -1;
        }

        var name = Encoding.UTF8.GetString(path);
        _columns.Add(new Column(name));
        return _names.Add(name);
    }

    private void Add(Column column, ref JsonLeaves value)
    {
        column.Pass(_rows, hasValue: value.Type != JsonTokenType.Null);
        switch (value.Type)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.True or JsonTokenType.False:
                column.Sample.Narrow("true", s_boolean);
                break;
            case JsonTokenType.Number:
                AddNumber(column.Sample, value.Value);
                break;
            case JsonTokenType.String when value.Value.Length <= JsonLinesText.LongestValue:
                column.Sample.MarkText();
                column.Sample.Narrow(JsonLinesText.Short(value.Value, value.IsEscaped, _characters), ~0);
                break;
            default:
                column.Sample.MarkText();
                column.Sample.Narrow(default, s_text);
                break;
        }
    }

    private void AddNumber(ColumnSample sample, ReadOnlySpan<byte> number)
    {
        var text = JsonLinesText.Short(number, isEscaped: false, _characters);
        sample.Narrow(text, text.IsEmpty ? s_text : s_number);
        if (ColumnSample.IsCode(text))
        {
            sample.MarkText();
        }
    }

    private sealed class Column(string name)
    {
        private long _values;
        private long _lastRow;
        private bool _lastHasValue;

        public ColumnSample Sample { get; } = new(name);

        /// <summary>A key may be there twice; the last one counts.</summary>
        public void Pass(long row, bool hasValue)
        {
            _values += (hasValue ? 1 : 0) - (row == _lastRow && _lastHasValue ? 1 : 0);
            (_lastRow, _lastHasValue) = (row, hasValue);
        }

        public ColumnProfile Profile(long rows) => Sample.Profile is var profile && _values < rows ? profile with { HasBlank = true } : profile;
    }
}
