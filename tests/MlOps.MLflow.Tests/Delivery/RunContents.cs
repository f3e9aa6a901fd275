using System.Globalization;
using System.Security.Cryptography;

namespace MlOps.Tests.MLflow.Delivery;

/// <summary>All of a run that both sides must agree on, as lines that can be compared and shown.</summary>
internal sealed record RunContents
{
    public required string LocalId { get; init; }

    public required string Name { get; init; }

    public required string Status { get; init; }

    public required long EndTime { get; init; }

    public required IReadOnlyCollection<string> Params { get; init; }

    public required IReadOnlyCollection<string> Tags { get; init; }

    /// <summary>Key, value, time and step of each; one that is there twice is here twice.</summary>
    public required IReadOnlyCollection<string> Points { get; init; }

    public required IReadOnlyCollection<string> Inputs { get; init; }

    public required IReadOnlyCollection<string> Files { get; init; }

    /// <summary>Infinities come back from servers, and stand in the store, as the greatest finite numbers.</summary>
    public static string PointOf(string key, double value, long timestamp, long step) =>
        string.Create(CultureInfo.InvariantCulture, $"{key} {Math.Clamp(value, double.MinValue, double.MaxValue):R} {timestamp} {step}");

    public static string FileOf(string path, ReadOnlySpan<byte> content) => $"{path} {content.Length} {Convert.ToHexStringLower(MD5.HashData(content))}";

    /// <summary>Where two differ, in words; nothing if they do not.</summary>
    public IEnumerable<string> Differences(RunContents server)
    {
        if ((Name, Status, EndTime) != (server.Name, server.Status, server.EndTime))
        {
            yield return $"it is {(Name, Status, EndTime)} here and {(server.Name, server.Status, server.EndTime)} there";
        }

        (string What, IReadOnlyCollection<string> Here, IReadOnlyCollection<string> There)[] lists =
            [("params", Params, server.Params), ("tags", Tags, server.Tags), ("points", Points, server.Points), ("inputs", Inputs, server.Inputs), ("files", Files, server.Files)];
        foreach (var (what, here, there) in lists.Where(static list => !list.Here.SequenceEqual(list.There)))
        {
            yield return $"{what}: {here.Count} here and {there.Count} there; missing {Show(here.Except(there))}; too many {Show(there.Except(here))}";
        }
    }

    private static string Show(IEnumerable<string> lines) => $"[{string.Join(", ", lines.Take(5))}]";
}
