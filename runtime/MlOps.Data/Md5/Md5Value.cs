using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace MlOps.Data.Md5;

/// <summary>An MD5 as a number: of a million files it takes 16 MB, as text it would take 88.</summary>
/// <param name="High">Its first half.</param>
/// <param name="Low">Its second half. (Code about <see cref="UInt128"/> cannot be compiled ahead of time.)</param>
internal readonly record struct Md5Value(ulong High, ulong Low)
{
    public const int Digits = 32;

    public bool IsNone => (High | Low) == 0;

    [SuppressMessage("Security", "CA5351", Justification = "It is the identity DVC gives to content, not a protection.")]
    public static Md5Value Of(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[Md5Batch.DigestSize];
        MD5.HashData(content, digest);
        return Read(digest);
    }

    public static Md5Value Read(ReadOnlySpan<byte> digest) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(digest), BinaryPrimitives.ReadUInt64BigEndian(digest[sizeof(ulong)..]));

    /// <summary>Reads what we wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static Md5Value Parse(string text) => TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is no MD5.");

    /// <summary>Reads 32 lower-case hex digits; DVC knows no others.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Md5Value value)
    {
        value = default;
        if (text.Length != Digits)
        {
            return false;
        }

        var (high, low) = (0UL, 0UL);
        foreach (var digit in text)
        {
            if (!char.IsAsciiHexDigitLower(digit))
            {
                return false;
            }

            high = (high << 4) | (low >> 60);
            low = (low << 4) | (uint)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
        }

        value = new Md5Value(high, low);
        return true;
    }

    /// <summary>The 32 hex digits.</summary>
    public override string ToString()
    {
        Span<byte> digest = stackalloc byte[Md5Batch.DigestSize];
        Write(digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>Writes the 32 hex digits.</summary>
    public void Format(Span<byte> utf8)
    {
        Span<byte> digest = stackalloc byte[Md5Batch.DigestSize];
        Write(digest);
        for (var i = 0; i < digest.Length; i++)
        {
            utf8[i * 2] = "0123456789abcdef"u8[digest[i] >> 4];
            utf8[(i * 2) + 1] = "0123456789abcdef"u8[digest[i] & 15];
        }
    }

    private void Write(Span<byte> digest)
    {
        BinaryPrimitives.WriteUInt64BigEndian(digest, High);
        BinaryPrimitives.WriteUInt64BigEndian(digest[sizeof(ulong)..], Low);
    }
}
