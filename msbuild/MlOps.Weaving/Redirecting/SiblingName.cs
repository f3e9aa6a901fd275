namespace MlOps.Weaving;

/// <summary>The method that holds the user's code after weaving: <c>&lt;Train&gt;Body</c>, a name that no C# code can spell.</summary>
internal static class SiblingName
{
    public static string Of(string method) => $"<{method}>Body";

    public static bool IsOne(string name) => name.StartsWith('<') && name.EndsWith(">Body", StringComparison.Ordinal);
}
