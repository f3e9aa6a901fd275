namespace MlOps.Data.Parquet;

/// <summary>An element of the schema of a Parquet file: a column, or a structure around columns.</summary>
/// <remarks>The numbers are those of the format, <c>parquet.thrift</c>.</remarks>
internal sealed record ParquetElement
{
    private const int Optional = 1;
    private const int Repeated = 2;

    public string Name { get; private set; } = "";

    /// <summary>How many elements below it; 0 for a column.</summary>
    public int Children { get; private set; }

    public bool IsOptional => _repetition == Optional;

    private int _repetition;
    private int _physical = -1;
    private int _length;
    private int _converted = -1;
    private int _precision;
    private int _logical;
    private bool _isUtc;
    private bool _isSigned = true;
    private int _bits;

    internal static ParquetElement Read(ref ThriftReader reader)
    {
        var element = new ParquetElement();
        for (var field = reader.Field(0); field.Id != 0; field = reader.Field(field.Id))
        {
            switch (field.Id)
            {
                case 1: element._physical = (int)reader.Integer(); break;
                case 2: element._length = (int)reader.Integer(); break;
                case 3: element._repetition = (int)reader.Integer(); break;
                case 4: element.Name = reader.Text(); break;
                case 5: element.Children = (int)reader.Integer(); break;
                case 6: element._converted = (int)reader.Integer(); break;
                case 8: element._precision = (int)reader.Integer(); break;
                case 10: element.ReadLogical(ref reader); break;
                default: reader.Skip(field.Type); break;
            }
        }

        return element;
    }

    /// <summary>The type of its values, or what it is that has none here.</summary>
    internal (DatasetColumnType? Type, string? Why) Type() =>
        Children > 0 ? (null, _logical == 3 || _converted == 3 ? "is a list" : _logical == 2 || _converted is 1 or 2 ? "is a map" : "is a structure")
            : _repetition == Repeated ? (null, "is a list")
            : _physical switch
            {
                0 => (DatasetColumnType.Boolean, null),
                1 => Int32(),
                2 => Int64(),
                3 => (DatasetColumnType.DateTime, null),
                4 => (DatasetColumnType.Single, null),
                5 => (DatasetColumnType.Double, null),
                6 when _converted is 0 or 4 or 19 || _logical is 1 or 4 or 12 => (DatasetColumnType.String, null),
                7 when _logical == 14 && _length == 16 => (DatasetColumnType.Guid, null),
                6 or 7 when IsDecimal => Decimal(),
                6 or 7 => (null, "is bytes"),
                _ => (null, "is of an unknown type"),
            };

    private bool IsDecimal => _converted == 5 || _logical == 5;

    private (DatasetColumnType?, string?) Int32() =>
        IsDecimal ? Decimal()
            : _converted == 6 || _logical == 6 ? (DatasetColumnType.DateOnly, null)
            : _converted == 7 || _logical == 7 ? (null, "is a time of day")
            : _converted == 13 || (_logical == 10 && !_isSigned && _bits == 32) ? (DatasetColumnType.Int64, null)
            : (DatasetColumnType.Int32, null);

    private (DatasetColumnType?, string?) Int64() =>
        IsDecimal ? Decimal()
            : _logical == 8 ? (_isUtc ? DatasetColumnType.DateTimeOffset : DatasetColumnType.DateTime, null)
            : _converted is 9 or 10 ? (DatasetColumnType.DateTimeOffset, null)
            : _converted == 8 || _logical == 7 ? (null, "is a time of day")
            : _converted == 14 || (_logical == 10 && !_isSigned) ? (null, "is of 64 bits without a sign")
            : (DatasetColumnType.Int64, null);

    private (DatasetColumnType?, string?) Decimal() => _precision <= 28 ? (DatasetColumnType.Decimal, null) : (null, "has more than 28 digits");

    /// <summary>A union: the number of its one field tells the type.</summary>
    private void ReadLogical(ref ThriftReader reader)
    {
        for (var field = reader.Field(0); field.Id != 0; field = reader.Field(field.Id))
        {
            _logical = field.Id;
            if (field.Type != ThriftType.Struct)
            {
                throw ThriftReader.Broken();
            }

            for (var inner = reader.Field(0); inner.Id != 0; inner = reader.Field(inner.Id))
            {
                switch ((_logical, inner.Id))
                {
                    case (8, 1): _isUtc = inner.Type == ThriftType.True; break;
                    case (10, 1): _bits = reader.Byte(); break;
                    case (10, 2): _isSigned = inner.Type == ThriftType.True; break;
                    case (5, 2): _precision = (int)reader.Integer(); break;
                    default: reader.Skip(inner.Type); break;
                }
            }
        }
    }
}
