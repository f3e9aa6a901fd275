using System.Text.Json;

namespace MlOps.Data.JsonLines;

/// <summary>
/// Walks the values of one line: those of nested objects by their path, <c>user.name</c>, and arrays as one value each. Nothing
/// is made on the way but the path.
/// </summary>
internal ref struct JsonLeaves
{
    private readonly ReadOnlySpan<byte> _line;
    private readonly JsonPath _path;
    private Utf8JsonReader _reader;

    /// <param name="line">The line.</param>
    /// <param name="path">Where paths are put together; used again for the next line.</param>
    /// <exception cref="JsonException">It is no object.</exception>
    internal JsonLeaves(ReadOnlySpan<byte> line, JsonPath path)
    {
        _line = line;
        _path = path;
        _reader = new Utf8JsonReader(line);
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("it is no object, as in {\"name\": 1}", path: null, lineNumber: null, bytePositionInLine: null);
        }
    }

    /// <summary>The path of the value, in UTF-8.</summary>
    internal ReadOnlySpan<byte> Path { get; private set; }

    /// <summary>What the value is; <see cref="JsonTokenType.StartArray"/> for an array.</summary>
    internal JsonTokenType Type { get; private set; }

    /// <summary>The value as it is written, a text without its quotes.</summary>
    internal readonly ReadOnlySpan<byte> Value => _line.Slice(Start, Length);

    /// <summary>Where in the line the value begins.</summary>
    internal int Start { get; private set; }

    /// <summary>How many bytes it has.</summary>
    internal int Length { get; private set; }

    /// <summary>Whether a text has escapes.</summary>
    internal bool IsEscaped { get; private set; }

    /// <exception cref="JsonException">The line is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A key is not UTF-8.</exception>
    internal bool MoveNext()
    {
        while (_reader.Read())
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    Path = _path.At(ref _reader);
                    break;
                case JsonTokenType.StartObject:
                    _path.Enter(Path, _reader.CurrentDepth);
                    break;
                case JsonTokenType.EndObject:
                    break;
                case JsonTokenType.StartArray:
                    (Type, IsEscaped, Start) = (JsonTokenType.StartArray, false, (int)_reader.TokenStartIndex);
                    _reader.Skip();
                    Length = (int)_reader.BytesConsumed - Start;
                    return true;
                default:
                    (Type, IsEscaped) = (_reader.TokenType, _reader.ValueIsEscaped);
                    Start = (int)_reader.TokenStartIndex + (Type == JsonTokenType.String ? 1 : 0);
                    Length = _reader.ValueSpan.Length;
                    return true;
            }
        }

        return false;
    }
}
