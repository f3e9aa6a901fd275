using System.Globalization;

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

/// <summary>Names for things of which a machine may have several of one kind: the second one is told apart by its number.</summary>
internal sealed class MetricNames
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The name for one more of a kind: <c>nvme</c>, then <c>nvme_2</c>.</summary>
    public string Next(string kind)
    {
        var name = MetricName.Of(kind);
        var count = _counts[name] = _counts.GetValueOrDefault(name) + 1;
        return count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{count}");
    }
}
