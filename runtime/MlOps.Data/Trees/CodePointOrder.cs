namespace MlOps.Data.Trees;

/// <summary>
/// The order of Python, which compares strings by code point. .NET compares UTF-16, in which the two halves of a character
/// above U+FFFF come before U+E000 to U+FFFF.
/// </summary>
internal sealed class CodePointOrder : IComparer<string>
{
    public static readonly CodePointOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var a = x.AsSpan();
        var b = y.AsSpan();
        var same = a.CommonPrefixLength(b);
        return same < a.Length && same < b.Length ? Rank(a[same]).CompareTo(Rank(b[same])) : a.Length.CompareTo(b.Length);
    }

    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x1_0000 : unit;
}
