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

    /// <summary>A name for one more of a kind, of which a machine may have several: <c>nvme</c>, then <c>nvme_2</c>.</summary>
    /// <param name="kind">What the system calls it.</param>
    /// <param name="isTaken">Whether another one has that name.</param>
    public static string Free(string kind, Predicate<string> isTaken)
    {
        var name = kind;
        for (var number = 2; isTaken(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{kind}_{number}");
        }

        return name;
    }
}
