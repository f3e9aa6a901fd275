using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MlOps.Monitoring.Profiles;

/// <summary>How counts, numbers and texts stand in the file of a profile.</summary>
internal static class ProfileBytes
{
    public static void Count(this ArrayBufferWriter<byte> to, long count)
    {
        var rest = (ulong)count;
        for (; rest >= 0x80; rest >>= 7)
        {
            to.Write([(byte)(rest | 0x80)]);
        }

        to.Write([(byte)rest]);
    }

    public static void Numbers(this ArrayBufferWriter<byte> to, ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(to.GetSpan(sizeof(double)), number);
            to.Advance(sizeof(double));
        }
    }

    public static void Text(this ArrayBufferWriter<byte> to, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        to.Count(bytes.Length);
        to.Write(bytes);
    }
}

/// <summary>Reads what <see cref="ProfileBytes"/> wrote, and believes none of it.</summary>
internal ref struct ProfileReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{otherwise}. Profile the data again.");
        }
    }

    public static long Sum(long a, long b)
    {
        Require(b <= long.MaxValue - a, "a count is beyond all bounds");
        return a + b;
    }

    public byte Byte() => Bytes(1)[0];

    public ReadOnlySpan<byte> Bytes(int count)
    {
        Require(count <= _rest.Length, "it ends too early");
        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    /// <summary>A count of rows; never more than can be added up safely.</summary>
    public long Count()
    {
        var count = 0UL;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var digit = Byte();
            count |= (ulong)(digit & 0x7F) << shift;
            if (digit < 0x80)
            {
                Require(count <= long.MaxValue / 4, "a count is beyond all bounds");
                return (long)count;
            }
        }

        throw new InvalidDataException("a count has too many digits. Profile the data again.");
    }

    /// <summary>The number of things that follow, each of so many bytes at least.</summary>
    public int Length(int atLeast, int most = int.MaxValue)
    {
        var length = Count();
        Require(length <= most && length * atLeast <= _rest.Length, "it names more than it holds");
        return (int)length;
    }

    public double Number() => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(sizeof(double)));

    public double[] Finite(int count)
    {
        Require((long)count * sizeof(double) <= _rest.Length, "it ends too early");
        var numbers = new double[count];
        foreach (ref var number in numbers.AsSpan())
        {
            number = Number();
            Require(double.IsFinite(number), "a number is not finite");
        }

        return numbers;
    }

    public double[] Ascending(int count, bool strictly)
    {
        var numbers = Finite(count);
        for (var i = 1; i < numbers.Length; i++)
        {
            Require(numbers[i] > numbers[i - 1] || (!strictly && numbers[i] == numbers[i - 1]), "numbers are out of order");
        }

        return numbers;
    }

    public string Text()
    {
        try
        {
            return Strict.GetString(Bytes(Length(atLeast: 1)));
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException("a text is not UTF-8. Profile the data again.");
        }
    }

    public readonly void End() => Require(_rest.IsEmpty, "something follows its end");

    private static UTF8Encoding Strict { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
