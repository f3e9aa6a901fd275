using System.Text;
using MlOps.Data.Yaml;
using YamlDotNet.Core;

namespace MlOps.Data;

/// <summary>What the stages of a <c>dvc.lock</c> made: the files and folders that are kept in the cache.</summary>
internal static class DvcLock
{
    public const string FileName = "dvc.lock";

    private const int MaxSize = 64 * 1024 * 1024;
    private const string Restore = "Restore the file from version control, or run the stages again.";

    /// <summary>The outputs of a lock.</summary>
    /// <param name="file">The lock; <c>dvc.yaml</c> beside it says what is kept out of the cache or the remote.</param>
    /// <param name="text">What it said at another time; null to read it.</param>
    /// <exception cref="DvcFormatException">A file cannot be understood.</exception>
    public static IEnumerable<(string Stage, DvcOutput Output)> Outputs(string file, string? text = null)
    {
        var stages = Stages(file, text is null ? Read(file) : Parse(file, text));
        var definitions = Read(Path.Combine(Path.GetDirectoryName(file)!, "dvc.yaml"))?["stages"] as YamlMap;
        foreach (var (stage, node) in stages)
        {
            // "train@0" is one of those that "train" stands for.
            var definition = definitions?[stage.Value] as YamlMap ?? definitions?[stage.Value.Split('@')[0]] as YamlMap;
            definition = definition?["do"] as YamlMap ?? definition;
            var folder = (definition?["wdir"] as YamlText)?.Value;
            foreach (var (output, path) in OutputsOf(file, stage.Value, node))
            {
                yield return (stage.Value, new DvcOutput(output, path, folder)
                {
                    Md5 = (output["md5"] as YamlText)?.Value,
                    Hash = (output["hash"] as YamlText)?.Value,
                    Size = long.TryParse((output["size"] as YamlText)?.Value, out var size) ? size : null,
                    Files = int.TryParse((output["nfiles"] as YamlText)?.Value, out var files) ? files : null,
                    IsCached = !IsKept(definition, path, "cache"),
                    IsPushed = !IsKept(definition, path, "push"),
                });
            }
        }
    }

    // What is not understood must not pass for a lock without outputs: their content would be collected.
    private static IEnumerable<(YamlText Name, YamlNode Stage)> Stages(string file, YamlMap? root)
    {
        if (root is null)
        {
            throw Error(file, null, "it is empty, or no group of keys");
        }

        if (root["schema"] is { } schema)
        {
            return (schema as YamlText)?.Value != "2.0" ? throw Error(file, schema, "its schema is not '2.0'")
                : root["stages"] switch
                {
                    null => [],
                    YamlMap stages => stages.Entries.Select(static entry => (entry.Key, entry.Value)),
                    var other => throw Error(file, other, "'stages:' is not a group of stages"),
                };
        }

        // DVC 1 named the stages at the top.
        return root.Entries.FirstOrDefault(static entry => (entry.Value as YamlMap)?["cmd"] is null) is { Key: { } key }
            ? throw Error(file, key, $"it has no 'schema:', and '{key.Value}' is no stage")
            : root.Entries.Count == 0 ? throw Error(file, root, "it is empty") : root.Entries.Select(static entry => (entry.Key, entry.Value));
    }

    private static IEnumerable<(YamlMap Output, string Path)> OutputsOf(string file, string name, YamlNode stage)
    {
        var outputs = stage is not YamlMap map ? throw Error(file, stage, $"the stage '{name}' is not a group of keys")
            : map["outs"] switch
            {
                null => [],
                YamlList list => list.Items,
                var other => throw Error(file, other, $"'outs:' of the stage '{name}' is not a list"),
            };
        foreach (var node in outputs)
        {
            yield return node is YamlMap output && (output["path"] as YamlText)?.Value is { Length: > 0 } path && !path.Contains('\0', StringComparison.Ordinal)
                ? (output, path)
                : throw Error(file, node, $"an output of the stage '{name}' has no path");
        }
    }

    private static DvcFormatException Error(string file, YamlNode? at, string problem) => new(file, at?.Line ?? 1, problem, Restore);

    private static bool IsKept(YamlMap? definition, string path, string option) =>
        definition is not null && ((string[])["outs", "metrics", "plots"]).Any(list => Maps(definition[list])
            .SelectMany(static entry => entry.Entries)
            .Any(entry => entry.Key.Value == path && entry.Value is YamlMap options && IsFalse(options[option])));

    private static bool IsFalse(YamlNode? node) => node is YamlText { Plain: true } text && text.Value.Equals("false", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<YamlMap> Maps(YamlNode? node) => node is YamlList list ? list.Items.OfType<YamlMap>() : [];

    private static YamlMap? Read(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return Parse(file, AtomicFile.StrictUtf8.GetString(AtomicFile.ReadBounded(file, MaxSize)));
        }
        catch (Exception problem) when (problem is InvalidDataException or DecoderFallbackException)
        {
            throw new DvcFormatException(file, 1, $"it is larger than {MaxSize / 1024 / 1024} MiB, or not UTF-8 text", Restore, problem);
        }
    }

    private static YamlMap? Parse(string file, string text)
    {
        try
        {
            return YamlReader.Read(text.TrimStart('\uFEFF')) as YamlMap;
        }
        catch (YamlException problem)
        {
            throw new DvcFormatException(file, (int)Math.Max(1, problem.Start.Line), $"not valid YAML: {problem.Message}", Restore, problem);
        }
    }
}
