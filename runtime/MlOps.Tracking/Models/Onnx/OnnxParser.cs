namespace MlOps.Models.Onnx;

/// <summary>Reads the few messages of <c>onnx.proto</c> that tell what a model is. The numbers are those of their fields there.</summary>
internal sealed class OnnxParser(Stream file)
{
    private const int MostValues = 10_000;
    private const int MostExternalFiles = 10_000;
    private const long External = 1;

    private readonly ProtobufReader _reader = new(file);
    private readonly List<OnnxValue> _inputs = [];
    private readonly List<OnnxValue> _outputs = [];
    private readonly HashSet<string> _initialized = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _externalFiles = new(StringComparer.Ordinal);
    private long _irVersion;
    private long _opset;
    private bool _hasGraph;

    /// <exception cref="InvalidDataException">It is no model.</exception>
    public OnnxFile Parse()
    {
        _reader.Visit(_reader.Root, ReadModel);
        return _irVersion > 0 && _hasGraph
            ? new(_irVersion, _opset, [.. _inputs.Where(input => !_initialized.Contains(input.Name))], _outputs, [.. _externalFiles])
            : throw new InvalidDataException("it has no version or no graph.");
    }

    private void ReadModel(ProtobufField field)
    {
        switch (field.Number)
        {
            case 1:
                _irVersion = field.Value;
                break;
            case 7:
                _hasGraph = true;
                _reader.Visit(field, ReadGraph);
                break;
            case 8:
                ReadOpset(field);
                break;
            case 25: // Functions, which have nodes.
                _reader.Visit(field, member => VisitIf(member, 7, ReadNode));
                break;
        }
    }

    /// <summary>ONNX's own operators are those without a domain.</summary>
    private void ReadOpset(ProtobufField opset)
    {
        var (isOwn, version) = (true, 0L);
        _reader.Visit(opset, field =>
        {
            if (field.Number == 1)
            {
                isOwn = _reader.Text(field) is "" or "ai.onnx";
            }
            else if (field.Number == 2)
            {
                version = field.Value;
            }
        });
        _opset = isOwn ? Math.Max(_opset, version) : _opset;
    }

    private void ReadGraph(ProtobufField field)
    {
        switch (field.Number)
        {
            case 11:
                Add(_inputs, ReadValue(field));
                break;
            case 12:
                Add(_outputs, ReadValue(field));
                break;
            case 5:
                _initialized.Add(ReadTensor(field));
                break;
            case 15: // A sparse one, whose values are a tensor of its name.
                _reader.Visit(field, member => VisitTensor(member, 1, name => _initialized.Add(name)));
                break;
            default:
                VisitIf(field, 1, ReadNode);
                break;
        }
    }

    /// <summary>Graphs inside nodes, such as the branches of an If, have no inputs of the model, but may have weights.</summary>
    private void ReadInnerGraph(ProtobufField field)
    {
        VisitIf(field, 1, ReadNode);
        VisitTensor(field, 5);
        VisitIf(field, 15, member => VisitTensor(member, 1));
    }

    private void ReadNode(ProtobufField field) => VisitIf(field, 5, attribute =>
    {
        switch (attribute.Number)
        {
            case 5 or 10:
                ReadTensor(attribute);
                break;
            case 6 or 11:
                _reader.Visit(attribute, ReadInnerGraph);
                break;
            case 22 or 23:
                _reader.Visit(attribute, member => VisitTensor(member, 1));
                break;
        }
    });

    private OnnxValue ReadValue(ProtobufField value)
    {
        var (name, type, shape) = ("", (TensorType?)null, (List<long>?)null);
        _reader.Visit(value, field =>
        {
            if (field.Number == 1)
            {
                name = _reader.Text(field);
            }

            VisitIf(field, 2, kind => VisitIf(kind, 1, member =>
            {
                if (member.Number == 1)
                {
                    type = OnnxValue.TypeOf(member.Value);
                }

                if (member.Number == 2)
                {
                    shape = [];
                    _reader.Visit(member, dimension => shape.Add(ReadDimension(dimension)));
                }
            }));
        });
        return new(name, type, shape);
    }

    private long ReadDimension(ProtobufField dimension)
    {
        var size = -1L;
        _reader.Visit(dimension, field => size = field is { Number: 1, Value: >= 0 } ? field.Value : size);
        return size;
    }

    /// <returns>The name of the tensor.</returns>
    private string ReadTensor(ProtobufField tensor)
    {
        var (name, isExternal, location) = ("", false, (string?)null);
        _reader.Visit(tensor, field =>
        {
            switch (field.Number)
            {
                case 8:
                    name = _reader.Text(field);
                    break;
                case 13:
                    location = ReadLocation(field) ?? location;
                    break;
                case 14:
                    isExternal = field.Value == External;
                    break;
            }
        });
        if (isExternal && location is not null && _externalFiles.Add(location) && _externalFiles.Count > MostExternalFiles)
        {
            throw new InvalidDataException("its weights lie in too many files.");
        }

        return name;
    }

    private string? ReadLocation(ProtobufField entry)
    {
        var (key, value) = ("", "");
        _reader.Visit(entry, field =>
        {
            (key, value) = field.Number switch
            {
                1 => (_reader.Text(field), value),
                2 => (key, _reader.Text(field)),
                _ => (key, value),
            };
        });
        return key == "location" ? value : null;
    }

    private void VisitIf(ProtobufField field, int number, Action<ProtobufField> visit)
    {
        if (field.Number == number)
        {
            _reader.Visit(field, visit);
        }
    }

    private void VisitTensor(ProtobufField field, int number, Action<string>? found = null)
    {
        if (field.Number == number)
        {
            var name = ReadTensor(field);
            found?.Invoke(name);
        }
    }

    private static void Add(List<OnnxValue> values, OnnxValue value)
    {
        values.Add(value);
        if (values.Count > MostValues)
        {
            throw new InvalidDataException("it has too many inputs or outputs.");
        }
    }
}
