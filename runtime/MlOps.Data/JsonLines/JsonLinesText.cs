using System.Text;
using System.Text.Json;

namespace MlOps.Data.JsonLines;

/// <summary>What the build that looks at a file and the program that reads it have in common.</summary>
internal static class JsonLinesText
{
    /// <summary>What one line may have, as one record of CSV.</summary>
    internal const int LargestLine = 64 * 1024 * 1024;

    /// <summary>Longer texts and numbers are nothing but text.</summary>
    internal const int LongestValue = 64;

    internal const string NotUtf8 = "it is not UTF-8 text";

    internal static readonly string s_tooLong = $"it has more than {LargestLine / 1024 / 1024} million bytes: is a line end missing?";

    /// <summary>A line without what does not count: blanks around it, and a byte order mark at the start of the file.</summary>
    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line, long number)
    {
        if (number == 1 && line.StartsWith("\uFEFF"u8))
        {
            line = line["\uFEFF"u8.Length..];
        }

        return line.Trim(" \t\r"u8);
    }

    /// <summary>A text or a number as characters; what is too long comes to nothing.</summary>
    /// <exception cref="InvalidOperationException">An escape stands for no character.</exception>
    internal static ReadOnlySpan<char> Short(scoped ReadOnlySpan<byte> value, bool isEscaped, char[] buffer)
    {
        if (value.Length > LongestValue)
        {
            return default;
        }

        return isEscaped ? Unescape(value) : buffer.AsSpan(0, AtomicFile.StrictUtf8.GetChars(value, buffer));
    }

    /// <exception cref="InvalidOperationException">An escape stands for no character.</exception>
    /// <exception cref="DecoderFallbackException">It is not UTF-8.</exception>
    internal static string Text(ReadOnlySpan<byte> value, bool isEscaped) => isEscaped ? Unescape(value) : AtomicFile.StrictUtf8.GetString(value);

    /// <summary>What is wrong with a line; null for faults of other kinds. No value is in it.</summary>
    internal static string? Problem(Exception fault) => fault switch
    {
        JsonException { BytePositionInLine: { } at } => $"it is no valid JSON at its byte {at + 1}",
        JsonException => fault.Message,
        InvalidOperationException or DecoderFallbackException => NotUtf8,
        _ => null,
    };

    private static string Unescape(ReadOnlySpan<byte> value)
    {
        var quoted = new byte[value.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        value.CopyTo(quoted.AsSpan(1));
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.GetString()!;
    }
}
