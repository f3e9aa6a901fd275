namespace MlOps.Monitoring;

/// <summary>Letters as texts, those of ASCII made once.</summary>
internal static class Letters
{
    private static readonly string[] s_ascii = [.. Enumerable.Range(0, 128).Select(static code => ((char)code).ToString())];

    public static string Of(char letter) => letter < s_ascii.Length ? s_ascii[letter] : letter.ToString();
}
