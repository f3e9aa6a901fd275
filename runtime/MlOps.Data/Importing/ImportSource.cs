using System.Globalization;
using System.Text;
using MlOps.Data.Yaml;

namespace MlOps.Data;

/// <summary>What a pointer says of where its data came from: the entry under <c>deps:</c>.</summary>
/// <param name="Path">The path or address, as the pointer writes it.</param>
/// <param name="Content">What is there, where it has an MD5.</param>
/// <param name="Etag">What a web server calls the version.</param>
/// <param name="Size">Its bytes, where the server says.</param>
internal sealed record ImportSource(string Path, OutputContent? Content, string? Etag = null, long? Size = null)
{
    /// <summary>The repository that it comes from; the path is seen from its root.</summary>
    public ImportRepository? Repository { get; init; }

    /// <summary>Where the data of a pointer came from; null when it is its own, or it says so in another way.</summary>
    public static ImportSource? Read(DvcPointer pointer) =>
        (pointer.Root["deps"] as YamlList)?.Items is [YamlMap { } only] && Text(only, "path") is { } path && only["repo"] is YamlMap from
        && Text(from, "url") is { } url && Text(from, "rev_lock") is { } commit
            ? new ImportSource(path, Content: null) { Repository = new ImportRepository(url, Text(from, "rev"), commit) }
            : null;

    private static string? Text(YamlMap map, string key) => map[key] is YamlText { IsNull: false } text ? text.Value : null;

    /// <summary>The text of a pointer of data that came from here, byte for byte as DVC writes it.</summary>
    /// <param name="file">The pointer file.</param>
    /// <param name="pointer">The text it would have if the data were its own.</param>
    public string Pointer(string file, string pointer)
    {
        // The MD5 is over all the rest of the text, itself left out.
        var text = $"frozen: true\ndeps:\n{Dependency()}{pointer}";
        var digest = DvcStageDigest.Of(DvcPointer.Parse(file, text));
        return $"md5: {YamlScalar.Format(digest, 4, 2)}\n{text}";
    }

    private string Dependency()
    {
        if (Repository is { } repository)
        {
            var rev = repository.Rev is { } named ? $"    rev: {YamlScalar.Format(named, 8, 6)}\n" : "";
            return $"- path: {YamlScalar.Format(Path, 7, 4)}\n  repo:\n    url: {YamlScalar.Format(repository.Url, 8, 6)}\n{rev}" +
                $"    rev_lock: {YamlScalar.Format(repository.RevLock, 13, 6)}\n";
        }

        var lines = new List<(string Key, string Value)>();
        if (Content is { } content)
        {
            lines.Add(("md5", YamlScalar.Format(content.Md5, 6, 4)));
            lines.Add(("size", content.Size.ToString(CultureInfo.InvariantCulture)));
            if (content.Files is { } files)
            {
                lines.Add(("nfiles", files.ToString(CultureInfo.InvariantCulture)));
            }
        }
        else
        {
            lines.AddRange(Etag is null ? [] : [("etag", YamlScalar.Format(Etag, 7, 4))]);
            lines.AddRange(Size is { } size ? [("size", size.ToString(CultureInfo.InvariantCulture))] : []);
        }

        lines.Add(("hash", "md5"));
        lines.Add(("path", YamlScalar.Format(Path, 7, 4)));
        var text = new StringBuilder();
        foreach (var (key, value) in lines)
        {
            text.Append(text.Length == 0 ? "- " : "  ").Append(key).Append(": ").Append(value).Append('\n');
        }

        return text.ToString();
    }
}
