namespace MlOps.Monitoring.Files;

/// <summary>Takes the fields of one column, row by row.</summary>
internal abstract class FieldReader(string name)
{
    internal string Name => name;

    internal abstract void Add(ReadOnlySpan<char> text);

    /// <summary>A column that was read as numbers is none: it has to be read again, as texts.</summary>
    internal virtual bool IsNoNumber => false;
}

/// <summary>Takes the fields of a column of numbers.</summary>
internal abstract class NumberFields(string name) : FieldReader(name)
{
    private bool _isNoNumber;

    /// <summary>Where the next values go.</summary>
    protected double[] Values { get; set; } = new double[1024];

    /// <summary>How many of <see cref="Values"/> are there.</summary>
    protected int Count { get; set; }

    /// <summary>Whether all were written as whole numbers and none is missing: what pandas keeps as integers.</summary>
    protected bool IsInteger { get; private set; } = true;

    internal override bool IsNoNumber => _isNoNumber;

    internal sealed override void Add(ReadOnlySpan<char> text)
    {
        if (_isNoNumber)
        {
            return;
        }

        if (FieldText.IsMissing(text))
        {
            (IsInteger, Values[Count]) = (false, double.NaN);
        }
        else if (FieldText.TryNumber(text, out var value))
        {
            Values[Count] = value;
            IsInteger = IsInteger && FieldText.IsWhole(text);
        }
        else
        {
            _isNoNumber = !Takes(text);
            return;
        }

        if (++Count == Values.Length)
        {
            MakeRoom();
        }
    }

    /// <summary><see cref="Values"/> is full.</summary>
    protected abstract void MakeRoom();

    /// <summary>Whether a text among the numbers leaves it a column of numbers.</summary>
    protected virtual bool Takes(ReadOnlySpan<char> text) => false;
}
