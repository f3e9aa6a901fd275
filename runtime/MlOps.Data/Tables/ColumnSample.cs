namespace MlOps.Data.Tables;

/// <summary>One column while its values are looked at.</summary>
internal sealed class ColumnSample(string name)
{
    private static readonly int s_all = (1 << Enum.GetValues<DatasetColumnType>().Length) - 1;

    private int _fits = s_all;
    private bool _hasBlank;
    private bool _hasValue;
    private bool _isText;

    public ColumnProfile Profile => new(name, _fits, _hasBlank, _hasValue, _isText);

    /// <summary>The value of a row, which a CSV file does not tell the type of.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (text.IsWhiteSpace())
        {
            _hasBlank = true;
            return;
        }

        Narrow(text, s_all);
        _isText |= (_fits & ColumnProfile.Bit(DatasetColumnType.Double)) != 0 && IsCode(text);
    }

    /// <summary>A value that is none of the types but those of a mask, which it is tried as.</summary>
    public void Narrow(ReadOnlySpan<char> text, int types)
    {
        _hasValue = true;
        _fits &= types;
        // A type that one value ruled out is not tried again; text is what every value can be read as.
        for (var rest = _fits & ~ColumnProfile.Bit(DatasetColumnType.String); rest != 0; rest &= rest - 1)
        {
            var type = (DatasetColumnType)int.TrailingZeroCount(rest);
            if (!ValueText.Is(text, type))
            {
                _fits &= ~ColumnProfile.Bit(type);
            }
        }
    }

    /// <summary>One of its values is a text, whatever it looks like.</summary>
    public void MarkText() => _isText = true;

    /// <summary>Whether digits are written like a code and not like a number.</summary>
    public static bool IsCode(ReadOnlySpan<char> text)
    {
        var digits = text.Trim().TrimStart("+-");
        return digits is ['0', >= '0' and <= '9', ..] || (!digits.ContainsAnyExceptInRange('0', '9') && !ValueText.TryInt64(text, out _));
    }
}
