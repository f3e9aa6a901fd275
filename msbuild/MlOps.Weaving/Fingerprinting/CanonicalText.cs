using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MlOps.Weaving;

/// <summary>The text that is hashed, as UTF-8 in one buffer that serves unit after unit: no part of it is ever a string of its own.</summary>
internal sealed class CanonicalText
{
    private const int LongestNumber = 20;

    private byte[] _bytes = new byte[4096];

    /// <summary>In bytes.</summary>
    public int Length { get; private set; }

    public CanonicalText Append(string text)
    {
        Length += Encoding.UTF8.GetBytes(text, Free(Encoding.UTF8.GetMaxByteCount(text.Length)));
        return this;
    }

    public CanonicalText Append(long number)
    {
        _ = number.TryFormat(Free(LongestNumber), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
        return this;
    }

    /// <param name="ascii">A mark between two names.</param>
    public CanonicalText Append(char ascii)
    {
        Free(1)[0] = (byte)ascii;
        Length++;
        return this;
    }

    /// <summary>Takes away what was appended since the text had this length.</summary>
    public string Cut(int length)
    {
        var cut = Encoding.UTF8.GetString(_bytes, length, Length - length);
        Length = length;
        return cut;
    }

    public void Clear() => Length = 0;

    public byte[] Digest() => SHA256.HashData(_bytes.AsSpan(0, Length));

    public override string ToString() => Encoding.UTF8.GetString(_bytes, 0, Length);

    private Span<byte> Free(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        return _bytes.AsSpan(Length);
    }
}
