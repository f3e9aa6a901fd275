using System.Buffers;
using System.Text;

namespace MlOps.Models.Onnx;

/// <summary>One field of a message: a number, or bytes that lie between two places of the file.</summary>
/// <param name="Number">Its number in the message's definition.</param>
/// <param name="Value">What a field that is a number holds.</param>
/// <param name="Start">Where its bytes begin.</param>
/// <param name="End">Where its bytes end, and the next field begins.</param>
/// <param name="HasBytes">Whether it is a text, bytes or a message.</param>
internal readonly record struct ProtobufField(int Number, long Value, long Start, long End, bool HasBytes);

/// <summary>
/// Walks through a file of Protocol Buffers without believing it: no length leads out of the message that it is in, messages lie
/// in each other only so deep, and there are only so many fields. What nobody asks for is passed over, so that gigabytes of
/// weights cost nothing.
/// </summary>
internal sealed class ProtobufReader(Stream stream)
{
    private const int DeepestNesting = 100;
    private const int MostFields = 20_000_000;
    private const int LongestText = 64 * 1024;

    private int _depth;
    private int _fields;

    /// <summary>The file as a message.</summary>
    public ProtobufField Root { get; } = new(0, 0, 0, stream.Length, HasBytes: true);

    /// <summary>Visits the fields of a message in their order.</summary>
    /// <exception cref="InvalidDataException">It is no message.</exception>
    public void Visit(ProtobufField message, Action<ProtobufField> visit)
    {
        Require(message.HasBytes, "a number stands where a message should be");
        Require(++_depth <= DeepestNesting, "messages are nested too deeply");
        stream.Position = message.Start;
        while (stream.Position < message.End)
        {
            Require(++_fields <= MostFields, "there are too many fields");
            var field = Next(message.End);
            visit(field);
            stream.Position = field.End;
        }

        _depth--;
    }

    /// <summary>The text that a field holds.</summary>
    /// <exception cref="InvalidDataException">It is a number, too long, or no UTF-8.</exception>
    public string Text(ProtobufField field)
    {
        var length = field.End - field.Start;
        Require(field.HasBytes && length <= LongestText, "a name is no text, or too long");
        var buffer = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var bytes = buffer.AsSpan(0, (int)length);
            stream.Position = field.Start;
            stream.ReadExactly(bytes);
            Require(System.Text.Unicode.Utf8.IsValid(bytes), "a name is no UTF-8");
            return Encoding.UTF8.GetString(bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ProtobufField Next(long end)
    {
        var tag = Varint(end);
        var number = tag >>> 3;
        Require(number is > 0 and <= int.MaxValue, "a field has no number");
        var start = stream.Position;
        return (tag & 7) switch
        {
            0 => new((int)number, Varint(end), start, stream.Position, HasBytes: false),
            1 => Fixed(8),
            2 => Bytes(),
            5 => Fixed(4),
            _ => throw Invalid("a field is of a kind that there is not"),
        };

        ProtobufField Fixed(int size)
        {
            Require(end - start >= size, "a number ends too early");
            return new((int)number, 0, start, start + size, HasBytes: false);
        }

        ProtobufField Bytes()
        {
            var length = Varint(end);
            Require(length >= 0 && length <= end - stream.Position, "a field is longer than what holds it");
            return new((int)number, 0, stream.Position, stream.Position + length, HasBytes: true);
        }
    }

    private long Varint(long end)
    {
        const int Longest = 64;
        ulong value = 0;
        for (var shift = 0; shift < Longest; shift += 7)
        {
            var next = stream.Position < end ? stream.ReadByte() : -1;
            Require(next >= 0, "a number ends too early");
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }

        throw Invalid("a number has too many digits");
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw Invalid(otherwise);
        }
    }

    private static InvalidDataException Invalid(string what) => new($"{what}.");
}
