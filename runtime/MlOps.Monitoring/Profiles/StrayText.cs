namespace MlOps.Monitoring.Profiles;

/// <summary>A text among numbers.</summary>
/// <param name="Text">It, or its beginning.</param>
/// <param name="Line">The line of its file; 0 where it is of none.</param>
internal sealed record StrayText(string Text, long Line)
{
    private const int Longest = 40;

    public static string Shortened(ReadOnlySpan<char> text) => text.Length <= Longest ? text.ToString() : $"{text[..Longest]}…";

    public override string ToString() => Line == 0 ? $"'{Text}'" : $"'{Text}' in line {Line}";
}
