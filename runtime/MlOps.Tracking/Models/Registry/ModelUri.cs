using System.Globalization;
using System.Text.RegularExpressions;
using MlOps.Store;

namespace MlOps.Models.Registry;

/// <summary>
/// Follows the addresses that MLflow has for models to a folder of this machine: <c>models:/name/3</c>, <c>models:/name@alias</c>,
/// <c>models:/name/latest</c>, <c>models:/name/Production</c>, <c>runs:/id/path</c>.
/// </summary>
internal sealed partial class ModelUri(ModelTables tables, StoreLocation location)
{
    // A version may be a copy of a version; a circle of them leads nowhere.
    private const int MostSteps = 10;

    /// <summary>The path that a source on this machine names; <see langword="null"/> for an address of another kind.</summary>
    public static string? LocalPath(string source) =>
        !Scheme().IsMatch(source) ? source
        : source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(source, UriKind.Absolute, out var uri) ? uri.LocalPath
        : null;

    /// <exception cref="ModelRegistryException">It means nothing that is there, or something outside the store.</exception>
    public string Resolve(string uri)
    {
        var place = uri;
        for (var step = 0; step < MostSteps; step++)
        {
            if (After("models:/", place) is { } reference)
            {
                place = Version(reference, uri).Source ?? "";
            }
            else
            {
                return Existing(After("runs:/", place) is { } artifact ? OfRun(artifact, uri) : LocalPath(place) ?? throw Elsewhere(uri, place), uri);
            }
        }

        throw ModelRules.Invalid($"'{uri}' leads from version to version without an end.");
    }

    /// <summary>The version that a reference such as <c>name/3</c> or <c>name@alias</c> means.</summary>
    /// <exception cref="ModelRegistryException">There is none.</exception>
    public RecordedModelVersion Version(string reference, string uri)
    {
        if (reference.Split('@') is [var aliased, var alias])
        {
            return tables.Aliased(aliased, alias);
        }

        if (reference.Split('/') is not [{ Length: > 0 } name, { Length: > 0 } which])
        {
            throw ModelRules.Invalid($"'{uri}' is no address of a model: write 'models:/name/3' or 'models:/name@alias'.");
        }

        if (long.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return tables.Version(name, number);
        }

        var isLatest = string.Equals(which, "latest", StringComparison.OrdinalIgnoreCase);
        var stage = isLatest ? null : ModelRules.StageOf(which);
        tables.Model(name);
        return tables.Versions(name).LastOrDefault(version => isLatest || version.Stage == stage)
            ?? throw new ModelRegistryException(ModelRegistryException.NotFound, $"The registered model '{name}' has no version{(isLatest ? "" : $" in the stage {stage}")}.");
    }

    private string OfRun(string artifact, string uri)
    {
        var (run, path) = artifact.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
            ? (artifact[..slash], artifact[(slash + 1)..])
            : throw ModelRules.Invalid($"'{uri}' is no address of an artifact: write 'runs:/id/path'.");
        var folder = tables.ArtifactsOf(run) ?? throw new ModelRegistryException(ModelRegistryException.NotFound, $"The store has no artifacts of a run '{run}'.");
        return ModelRules.IsInside(Path.Combine(folder, path), folder)
            ? Path.Combine(folder, path)
            : throw ModelRules.Invalid($"'{uri}' leads out of the artifacts of its run.");
    }

    /// <summary>What a database says is not believed: only what lies among the artifacts of the store, and not by way of a link, is given out.</summary>
    private string Existing(string path, string uri)
    {
        var root = Path.GetFullPath(location.ArtifactRoot);
        if (!ModelRules.IsInside(path, root) || HasLink(path = Path.GetFullPath(path), root))
        {
            throw ModelRules.Invalid($"'{uri}' leads to '{path}', which is not among the artifacts of the store '{location.Folder}'.");
        }

        return Path.Exists(path)
            ? path
            : throw new ModelRegistryException(ModelRegistryException.NotFound, $"'{uri}' leads to '{path}', where there is nothing any more.");
    }

    private static bool HasLink(string path, string root)
    {
        for (var part = path; part.Length > root.Length; part = Path.GetDirectoryName(part)!)
        {
            if (new FileInfo(part).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static ModelRegistryException Elsewhere(string uri, string place) =>
        ModelRules.Invalid($"'{uri}' leads to '{place}', which is not on this machine. Download it with the client of that server.");

    private static string? After(string start, string text) => text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..].TrimStart('/') : null;

    // One letter and a colon are a drive.
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]+:")]
    private static partial Regex Scheme();
}
