namespace MlOps.Silicon.Linux;

/// <summary>Reads the numbers of the system's texts, which are decimal digits between spaces and nothing more.</summary>
internal static class Digits
{
    /// <summary>Takes the next number of a text, whatever stands before it.</summary>
    /// <param name="text">The text; begins behind the number afterwards.</param>
    /// <param name="number">The number; of one that is too large for it, the largest there is.</param>
    /// <returns><see langword="false"/> if there is no number any more.</returns>
    public static bool TryTake(ref ReadOnlySpan<byte> text, out ulong number)
    {
        var start = text.IndexOfAnyInRange((byte)'0', (byte)'9');
        number = 0;
        if (start < 0)
        {
            text = default;
            return false;
        }

        var at = start;
        for (uint digit; at < text.Length && (digit = text[at] - (uint)'0') <= 9; at++)
        {
            number = number > (ulong.MaxValue - digit) / 10 ? ulong.MaxValue : (number * 10) + digit;
        }

        text = text[at..];
        return true;
    }

    /// <summary>The number behind a key, such as <c>MemTotal:</c>, wherever that begins a line.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, out ulong number)
    {
        for (var rest = text; rest.IndexOf(key) is >= 0 and var at; rest = rest[(at + key.Length)..])
        {
            if (at == 0 ? rest.Length == text.Length : rest[at - 1] == (byte)'\n')
            {
                var line = LineOf(rest[(at + key.Length)..]);
                return TryTake(ref line, out number);
            }
        }

        number = 0;
        return false;
    }

    /// <summary>The first line of a text.</summary>
    public static ReadOnlySpan<byte> LineOf(ReadOnlySpan<byte> text) => text.IndexOf((byte)'\n') is >= 0 and var end ? text[..end] : text;

    /// <summary>Passes over numbers that are not needed.</summary>
    public static void Skip(ref ReadOnlySpan<byte> text, int count)
    {
        for (; count > 0 && TryTake(ref text, out _); count--)
        {
        }
    }
}
