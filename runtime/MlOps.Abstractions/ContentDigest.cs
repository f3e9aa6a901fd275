using System.Buffers.Binary;
using System.Globalization;

namespace MlOps;

/// <summary>
/// What <c>ContentHash</c> makes of data in memory: equal digests, equal data. 128 bits, so that its text fits into the 36
/// characters that MLflow has for the digest of a data set.
/// </summary>
public readonly record struct ContentDigest
{
    private const int Size = 16;

    private readonly UInt128 _bits;

    /// <summary>The digest with these bytes.</summary>
    /// <param name="bytes">16 bytes, in the order in which the text shows them.</param>
    /// <exception cref="ArgumentException">There are not 16 bytes.</exception>
    public ContentDigest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A content digest has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>Reads back what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">32 hex digits.</param>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static ContentDigest Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        return text?.Length == 2 * Size && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? new(bytes)
            : throw new FormatException($"'{text}' is not a content digest: {2 * Size} hex digits are.");
    }

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => _bits.ToString("x32", CultureInfo.InvariantCulture);
}
