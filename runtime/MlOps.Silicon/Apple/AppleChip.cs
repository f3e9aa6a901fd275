namespace MlOps.Silicon.Apple;

/// <summary>A chip of Apple's, as its name says.</summary>
/// <param name="Family">Such as <c>M4</c>.</param>
/// <param name="Variant">Such as <c>Max</c>; <see langword="null"/> for the plain one.</param>
internal sealed record AppleChip(string Family, string? Variant)
{
    /// <summary>Reads a name such as <c>Apple M4 Max</c>: whatever family and variant it tells, also those that are still to come.</summary>
    /// <returns>The chip; <see langword="null"/> if the name tells none, such as <c>Apple processor</c> or that of an Intel processor.</returns>
    public static AppleChip? Parse(string? brand)
    {
        var words = brand?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (words.Length < 2 || words[0] != "Apple" || !IsFamily(words[1]))
        {
            return null;
        }

        var variant = string.Join(' ', words.Skip(2).TakeWhile(static word => char.IsAsciiLetter(word[0]))); // Not "(Virtual)".
        return new AppleChip(words[1], variant.Length == 0 ? null : variant);
    }

    /// <summary>
    /// How fast its memory is, GB/s, by Apple's data sheets. Two Max chips were sold with two buses each, which their cores tell apart.
    /// </summary>
    /// <param name="cores">The cores of its CPU.</param>
    /// <returns>The figure; <see langword="null"/> for a chip that is not in the table.</returns>
    public double? MemoryBandwidth(int? cores) => (Family, Variant, cores) switch
    {
        ("M1", null, _) => 68,
        ("M1", "Pro", _) => 200,
        ("M1", "Max", _) => 400,
        ("M1", "Ultra", _) => 800,
        ("M2", null, _) => 100,
        ("M2", "Pro", _) => 200,
        ("M2", "Max", _) => 400,
        ("M2", "Ultra", _) => 800,
        ("M3", null, _) => 100,
        ("M3", "Pro", _) => 150,
        ("M3", "Max", 14) => 300,
        ("M3", "Max", 16) => 400,
        ("M3", "Ultra", _) => 819,
        ("M4", null, _) => 120,
        ("M4", "Pro", _) => 273,
        ("M4", "Max", 14) => 410,
        ("M4", "Max", 16) => 546,
        ("M5", null, _) => 153,
        _ => null,
    };

    private static bool IsFamily(string word) =>
        word.Length >= 2 && char.IsAsciiLetterUpper(word[0]) && word.AsSpan(1).ContainsAnyExceptInRange('0', '9') is false;
}
