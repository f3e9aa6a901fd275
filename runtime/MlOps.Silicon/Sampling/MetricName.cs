namespace MlOps.Silicon.Sampling;

/// <summary>Names of sensors and kinds of cores, which drivers and systems choose as they like, as parts of metrics' names.</summary>
internal static class MetricName
{
    private const int MaxLength = 60;

    /// <summary>Lower case, letters and digits, anything else an underscore: <c>Package id 0</c> becomes <c>package_id_0</c>.</summary>
    public static string Of(string text)
    {
        var name = string.Create(Math.Min(text.Length, MaxLength), text, static (name, text) =>
        {
            for (var i = 0; i < name.Length; i++)
            {
                name[i] = char.IsAsciiLetterOrDigit(text[i]) ? char.ToLowerInvariant(text[i]) : '_';
            }
        });
        return name.Trim('_') is { Length: > 0 } kept ? kept : "unnamed";
    }
}
