using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MlOps;

// The canonical form of each scalar. Numbers are written by value: what `Equals` calls equal is written alike, so −0 is 0, every
// NaN is the same, and 1.0m is 1.00m. Dates are written by all they say: two kinds of one time differ, and so do two offsets.
public ref partial struct ContentWriter
{
    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    public void Add(bool value) => Take(1)[0] = value ? (byte)1 : (byte)0;

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(sbyte value) => Take(1)[0] = unchecked((byte)value);

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(byte value) => Take(1)[0] = value;

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(short value) => BinaryPrimitives.WriteInt16LittleEndian(Take(sizeof(short)), value);

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(sizeof(ushort)), value);

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(sizeof(uint)), value);

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(sizeof(ulong)), value);

    /// <summary>Writes a value as 64 bits, whatever the machine has.</summary>
    /// <param name="value">The value.</param>
    public void Add(nint value) => Add((long)value);

    /// <inheritdoc cref="Add(nint)"/>
    public void Add(nuint value) => Add((ulong)value);

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(Int128 value) => BinaryPrimitives.WriteInt128LittleEndian(Take(16), value);

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(UInt128 value) => BinaryPrimitives.WriteUInt128LittleEndian(Take(16), value);

    /// <summary>Writes a number; −0 as 0, every NaN as the same one.</summary>
    /// <param name="value">The number.</param>
    public void Add(Half value) => Add(value == Half.Zero ? (ushort)0 : Half.IsNaN(value) ? (ushort)0x7E00 : BitConverter.HalfToUInt16Bits(value));

    /// <inheritdoc cref="Add(Half)"/>
    public void Add(float value) => Add(value == 0 ? 0u : float.IsNaN(value) ? 0x7FC0_0000u : BitConverter.SingleToUInt32Bits(value));

    /// <inheritdoc cref="Add(Half)"/>
    public void Add(double value) => Add(value == 0 ? 0ul : double.IsNaN(value) ? 0x7FF8_0000_0000_0000ul : BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes a number without trailing zeros: 1.0 and 1.00 are one number.</summary>
    /// <param name="value">The number.</param>
    public void Add(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var digits = new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
        var scale = (parts[3] >> 16) & 0xFF;
        while (scale > 0 && digits % 10 == 0)
        {
            digits /= 10;
            scale--;
        }

        Add(digits);
        Add((byte)scale);
        Add(value < 0);
    }

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(char value) => Add((ushort)value);

    /// <summary>Writes a text; null and the empty text differ.</summary>
    /// <param name="value">The text.</param>
    public void Add(string? value)
    {
        Add(value is not null);
        if (value is not null)
        {
            AddText(value);
        }
    }

    /// <summary>Writes an address as it was given.</summary>
    /// <param name="value">The address.</param>
    public void Add(Uri? value) => Add(value?.OriginalString);

    /// <summary>Writes the clock's time and whether it is UTC, local or not said.</summary>
    /// <param name="value">The time.</param>
    public void Add(DateTime value)
    {
        Add(value.Ticks);
        Add((byte)value.Kind);
    }

    /// <summary>Writes the clock's time and its distance from UTC.</summary>
    /// <param name="value">The time.</param>
    public void Add(DateTimeOffset value)
    {
        Add(value.Ticks);
        Add((short)value.TotalOffsetMinutes);
    }

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(DateOnly value) => Add(value.DayNumber);

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(TimeOnly value) => Add(value.Ticks);

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(TimeSpan value) => Add(value.Ticks);

    /// <inheritdoc cref="Add(bool)"/>
    public void Add(Guid value) => value.TryWriteBytes(Take(16), bigEndian: true, out _);

    /// <summary>Writes bytes without their number.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _used)
        {
            Drain();
        }

        if (bytes.Length > _buffer.Length)
        {
            _hash!.AppendData(bytes);
            return;
        }

        bytes.CopyTo(Take(bytes.Length));
    }

    /// <summary>A text that is there: its length and its UTF-16 code units, so that text that is not valid Unicode stays apart too.</summary>
    internal void AddText(string text)
    {
        Add(text.Length);
        if (BitConverter.IsLittleEndian)
        {
            Add(MemoryMarshal.AsBytes(text.AsSpan()));
            return;
        }

        foreach (var unit in text)
        {
            Add(unit);
        }
    }
}
