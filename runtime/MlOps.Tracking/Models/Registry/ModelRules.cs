using System.Text.RegularExpressions;
using MlOps.Store;

namespace MlOps.Models.Registry;

/// <summary>MLflow's rules for what stands in a registry. Of what only some versions of MLflow take, nothing is taken.</summary>
internal static partial class ModelRules
{
    public const int LongestTagValue = 5000;
    private const int LongestName = 256;
    private const int LongestAlias = 255;
    private const int LongestTagKey = 250;
    private const int LongestSource = 500;

    public static readonly string[] Stages = ["None", "Staging", "Production", "Archived"];

    /// <exception cref="ModelRegistryException">It is not allowed.</exception>
    public static void CheckName(string? name) => Require(
        !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && name.AsSpan().IndexOfAny('/', ':') < 0,
        $"'{name}' is no name for a model: it needs at least one and at most {LongestName} characters, and none of / :.");

    /// <exception cref="ModelRegistryException">It is not allowed.</exception>
    public static void CheckAlias(string? alias) => Require(
        alias is { Length: > 0 and <= LongestAlias } && Alias().IsMatch(alias) && !IsReserved(alias),
        $"'{alias}' is no alias: it needs letters, digits, _ and - only, at most {LongestAlias}, and is neither 'latest' nor a 'v' with a number, which mean versions.");

    /// <exception cref="ModelRegistryException">It is not allowed.</exception>
    public static void CheckTag(string? key, string value)
    {
        Require(
            key is { Length: > 0 and <= LongestTagKey } && ReferenceEquals(MlflowName.Clean(key), key),
            $"'{key}' is no name for a tag: it needs letters, digits, _ - . / and spaces, at most {LongestTagKey}, and no empty part between slashes.");
        Require(value.Length <= LongestTagValue, $"the value of the tag '{key}' has {value.Length} characters; at most {LongestTagValue} are kept.");
    }

    /// <summary>The stage as MLflow spells it.</summary>
    /// <exception cref="ModelRegistryException">There is no such stage.</exception>
    public static string StageOf(string stage) =>
        Stages.FirstOrDefault(known => string.Equals(known, stage, StringComparison.OrdinalIgnoreCase))
        ?? throw Invalid($"'{stage}' is no stage; there are {string.Join(", ", Stages)}.");

    /// <summary>
    /// A place on this machine must be one of the run's own, so that whoever loads the model loads what a run kept; a place elsewhere
    /// must not lead upwards.
    /// </summary>
    /// <param name="source">The place.</param>
    /// <param name="artifacts">Where the artifacts of the run lie; <see langword="null"/> without a run.</param>
    /// <exception cref="ModelRegistryException">It is not allowed.</exception>
    public static void CheckSource(string? source, string? artifacts)
    {
        Require(source is { Length: > 0 and <= LongestSource }, $"a version of a model needs a source of at most {LongestSource} characters.");
        var isLocal = ModelUri.LocalPath(source!) is not null;
        Require(
            !Uri.UnescapeDataString(source!).Split('/', '\\').Contains(".."),
            $"'{source}' cannot be the source of a model: it leads upwards. Give it without '..'.");
        Require(
            !isLocal || (artifacts is not null && IsInside(ModelUri.LocalPath(source!)!, artifacts)),
            $"'{source}' cannot be the source of a model: a place on this machine must be among the artifacts of the run that made the model.");
    }

    /// <summary>Whether a path is that of a folder, or of something in it.</summary>
    public static bool IsInside(string path, string folder)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            return false; // No path at all.
        }

        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return full == root || full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    public static ModelRegistryException Invalid(string message) => new(ModelRegistryException.Invalid, message);

    private static bool IsReserved(string alias) => string.Equals(alias, "latest", StringComparison.OrdinalIgnoreCase) || Version().IsMatch(alias);

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw Invalid(otherwise);
        }
    }

    [GeneratedRegex(@"^[\w\-]+\z")]
    private static partial Regex Alias();

    [GeneratedRegex(@"^[vV]\d+\z")]
    private static partial Regex Version();
}
