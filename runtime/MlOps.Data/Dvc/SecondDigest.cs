using System.Security.Cryptography;
using MlOps.Data.Yaml;

namespace MlOps.Data;

/// <summary>
/// The SHA-256 of a file, beside its MD5, for those who fear that somebody makes another file of the same MD5. It stands in the
/// pointer under <c>meta:</c>, which DVC keeps and does not look at, and stays in step from then on.
/// </summary>
internal static class SecondDigest
{
    public const string Name = "sha256";

    private const string Meta = "meta";
    private const string Owner = "mlops";

    /// <summary>That of a data file; of its object, which nobody writes to any more, where the cache has it.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Of(DvcRepository repository, string file, OutputContent content) =>
        new FileDigest(content.Md5, content.Size) is var digest && repository.Cache.Contains(digest) ? Of(repository.Cache.PathOf(digest)) : Of(file);

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Of(string file)
    {
        using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>What a pointer says of it.</summary>
    public static string? In(YamlMap output) => (((output[Meta] as YamlMap)?[Owner] as YamlMap)?[Name] as YamlText)?.Value;

    /// <summary>Where it belongs in a pointer, and what is to be written there.</summary>
    /// <returns>Null where the pointer has something else in its place.</returns>
    public static (YamlMap Map, string Key, string Value)? Place(YamlMap output, string digest)
    {
        var (map, indent) = (output, new string(' ', output.Column - 1));
        string[] keys = [Meta, Owner, Name];
        for (var depth = 0; depth < keys.Length; depth++)
        {
            if (map[keys[depth]] is not { } there)
            {
                return (map, keys[depth], Nested(map.Flow, indent, keys[(depth + 1)..], digest));
            }

            if (depth == keys.Length - 1)
            {
                return (map, Name, digest);
            }

            if (there is not YamlMap { Entries.Count: > 0 } next)
            {
                return null;
            }

            (map, indent) = (next, new string(' ', next.Column - 1));
        }

        return null;
    }

    private static string Nested(bool flow, string indent, string[] keys, string digest) => keys is not [var key, .. var rest] ? digest
        : flow ? $"{{\"{key}\": {Nested(flow, indent, rest, digest)}}}"
        : $"\n{indent}  {key}:{(rest.Length == 0 ? " " : "")}{Nested(flow, indent + "  ", rest, digest)}";
}
