using System.Globalization;
using MlOps.Data.Yaml;
using YamlDotNet.Core;

namespace MlOps.Data;

/// <summary>Turns YAML nodes into a pointer, by DVC's schema of 3.64.</summary>
internal sealed class DvcPointerParser(string file)
{
    internal const string Restore =
        "Restore the file from version control, or delete it and have it written anew by 'mlops data add' or a build.";

    private static readonly string[] StageKeys = ["md5", "wdir", "deps", "outs", "locked", "frozen", "meta", "always_changed", "desc"];

    private static readonly string[] OutputKeys =
    [
        "md5", "checksum", "etag", "size", "nfiles", "isexec", "version_id", "remote", "path", "persist", "cloud", "hash",
        "desc", "type", "labels", "meta", "cache", "push", "files", "fs_config",
    ];

    private static readonly string[] DependencyKeys =
    [
        "md5", "checksum", "etag", "size", "nfiles", "isexec", "version_id", "remote", "path", "persist", "cloud", "hash",
        "files", "fs_config", "repo", "db",
    ];

    internal DvcPointer Parse(string text)
    {
        var root = PlainYaml.Read(text) ?? ReadAny(text);
        var stage = root as YamlMap ?? throw Error(root, "there is no 'outs:' in it");
        CheckKeys(stage, StageKeys, "a pointer");
        foreach (var dependency in List(stage, "deps"))
        {
            CheckKeys(Map(dependency, "deps"), DependencyKeys, "an entry of deps");
        }

        var folder = OptionalString(stage, "wdir");
        var outputs = List(stage, "outs").Select(node => Output(Map(node, "outs"), folder)).ToArray();
        return outputs.Length == 0 ? throw Error(stage, "'outs:' names no file") : new DvcPointer(file, text, stage, outputs);
    }

    // Apart, so that the library is loaded only when this is called.
    private YamlNode? ReadAny(string text)
    {
        try
        {
            return YamlReader.Read(text);
        }
        catch (YamlException problem)
        {
            throw new DvcFormatException(file, (int)Math.Max(1, problem.Start.Line), $"not valid YAML: {problem.Message}", Restore, problem);
        }
    }

    private DvcOutput Output(YamlMap node, string? folder)
    {
        CheckKeys(node, OutputKeys, "an entry of outs");
        var path = OptionalString(node, "path") ?? throw Error(node, "an entry of outs has no path");
        if (path.Contains('\0', StringComparison.Ordinal) || folder?.Contains('\0', StringComparison.Ordinal) == true)
        {
            throw Error(node, "a path holds a NUL character");
        }

        var hash = OptionalString(node, "hash");
        if (hash is not (null or "md5" or "md5-dos2unix"))
        {
            throw Error(node["hash"], $"hash '{hash}' is not known, only 'md5' is");
        }

        var md5 = Scalar(node, "md5");
        if (md5 is { Plain: true } && YamlTypes.IsFloat(md5.Value))
        {
            throw Error(md5, $"md5 {md5.Value} reads as a number and must stand in quotes");
        }

        return new DvcOutput(node, path, folder)
        {
            Md5 = md5 is null || md5.IsNull || md5.Value.Length == 0 ? null : md5.Value,
            Size = Integer(node, "size"),
            Hash = hash,
            Files = Integer(node, "nfiles") is { } files and <= int.MaxValue ? (int)files : null,
            IsCached = !IsFalse(node, "cache"),
            IsPushed = !IsFalse(node, "push"),
            IsExecutable = Scalar(node, "isexec") is { Plain: true } executable && YamlTypes.IsTrue(executable.Value),
        };
    }

    private bool IsFalse(YamlMap map, string key) => Scalar(map, key) is { Plain: true, Value: "false" or "False" or "FALSE" };

    private void CheckKeys(YamlMap map, string[] known, string place)
    {
        foreach (var (key, _) in map.Entries)
        {
            if (Array.IndexOf(known, key.Value) < 0)
            {
                throw Error(key, $"{place} has no key '{key.Value}'", "Move it under 'meta:', where DVC leaves room for other programs.");
            }
        }
    }

    private IReadOnlyList<YamlNode> List(YamlMap map, string key) => map[key] switch
    {
        null => [],
        YamlList list => list.Items,
        YamlText { IsNull: true } => [],
        var other => throw Error(other, $"'{key}:' is not a list"),
    };

    private YamlMap Map(YamlNode node, string place) =>
        node as YamlMap ?? throw Error(node, $"an entry of {place} is not a group of keys");

    private YamlText? Scalar(YamlMap map, string key) => map[key] switch
    {
        null => null,
        YamlText text => text,
        var other => throw Error(other, $"'{key}:' is not a single value"),
    };

    private string? OptionalString(YamlMap map, string key)
    {
        var text = Scalar(map, key);
        return text is null || text.IsNull ? null
            : text.Plain && !YamlTypes.IsString(text.Value) ? throw Error(text, $"{key} {text.Value} does not read as text and must stand in quotes")
            : text.Value;
    }

    private long? Integer(YamlMap map, string key)
    {
        var text = Scalar(map, key);
        return text is null ? null
            : text.Plain && long.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
            : throw Error(text, $"{key} '{text.Value}' is not a whole number");
    }

    private DvcFormatException Error(YamlNode? at, string problem, string cure = Restore) =>
        new(file, at?.Line ?? 1, problem, cure);
}
