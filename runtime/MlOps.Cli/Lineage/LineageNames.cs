using MlOps.Store;

namespace MlOps.Cli.Lineage;

/// <summary>Finds what a person means: a run, data or a model, by what people call them.</summary>
internal sealed class LineageNames(LineageSource source)
{
    private const int MostListed = 10;

    // Below that a word is sooner a name than the beginning of an id.
    private const int ShortestPrefix = 4;

    /// <summary>What may be meant: said so that the command understands it, and the nodes that it stands for.</summary>
    private sealed record Meaning(string Says, IReadOnlyList<LineageNode> Nodes);

    /// <param name="name">What was typed: <c>latest</c>, the beginning of an id, a name, a path; <c>run:</c>, <c>data:</c>, <c>model:</c> or <c>artifact:</c> before it says which kind.</param>
    /// <exception cref="StoreException">Nothing is called so, or several things are.</exception>
    public IReadOnlyList<LineageNode> Find(string name)
    {
        var (kind, text) = name.Split(':', 2) is ["run" or "data" or "model" or "artifact", { Length: > 0 } rest] parts ? (parts[0], rest) : (null, name);
        if (text.Length == 0 || (kind is null or "run" && text == "latest"))
        {
            return [source.Run(source.Reader.Find(text).RunId)!];
        }

        var meanings = new List<Meaning>();
        Collect("run", Runs);
        Collect("data", Data);
        Collect("model", Models);
        Collect("artifact", Artifacts);
        return meanings.DistinctBy(static meaning => string.Join('\n', meaning.Nodes.Select(static node => node.Id))).ToArray() switch
        {
            [var only] => only.Nodes,
            [] => throw new StoreException(
                $"No run, data set or model is called '{name}'. 'mlops runs list' shows the runs; data are found by name, path or MD5, models as NAME@VERSION, artifacts as RUN/PATH."),
            var several => throw new StoreException(
                $"'{name}' may mean {string.Join(", ", several.Take(MostListed).Select(static meaning => $"'{meaning.Says}'"))}{(several.Length > MostListed ? " and more" : "")}. Say which."),
        };

        void Collect(string of, Func<string, IEnumerable<Meaning>> find)
        {
            if (kind is null || kind == of)
            {
                meanings.AddRange(find(text));
            }
        }
    }

    private IEnumerable<Meaning> Runs(string text) =>
        (IsPrefix(text) ? source.Reader.BeginningWith(text.ToLowerInvariant(), MostListed + 1) : [])
            .Select(run => new Meaning(RunNode.IdOf(run.RunId), [source.Run(run.RunId)!]));

    private IEnumerable<Meaning> Data(string text)
    {
        if (IsPrefix(text))
        {
            foreach (var digest in source.Inputs.Select(static input => input.Digest).Where(digest => digest.StartsWith(text, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.Ordinal))
            {
                yield return new Meaning(DataNode.IdOf(digest), [source.Data(digest)]);
            }
        }

        // A name that data at two places have is two data sets; the versions of one are one answer.
        foreach (var place in source.Inputs.Where(input => input.Name == text || input.Source == text).GroupBy(static input => input.Source ?? ""))
        {
            yield return place.Key.Length > 0 ? Place(place.Key) : new Meaning("data:" + text, [.. place.Select(static input => input.Digest).Distinct(StringComparer.Ordinal).Select(source.Data)]);
        }

        if (source.History.PathFromHere(text) is { } path && Place(path) is { Nodes.Count: > 0 } found)
        {
            yield return found;
        }
    }

    // Every version that runs read there, and those that git has and no run read.
    private Meaning Place(string text)
    {
        var path = source.History.PathOf(text) ?? text;
        var read = source.Inputs.Where(input => input.Source is { } from && (from == text || source.History.PathOf(from) == path)).Select(static input => input.Digest);
        var committed = source.History.VersionsOf(path);
        string[] digests = [.. committed.Select(static version => version.Dataset?.Md5).OfType<string>().Concat(read).Distinct(StringComparer.Ordinal)];
        return new Meaning("data:" + path, [.. digests.Select(digest => source.Data(digest) is { Sources: [] } unread
            ? unread with { Sources = [path], Commits = [.. committed.Where(version => version.Dataset?.Md5 == digest)] }
            : source.Data(digest))]);
    }

    private IEnumerable<Meaning> Models(string text)
    {
        // MLflow's own way to name one: models:/NAME/VERSION, models:/NAME@ALIAS.
        var name = text.StartsWith("models:/", StringComparison.Ordinal) ? text["models:/".Length..] : text;
        var all = source.Models.Where(model => model.Name == name).Select(static model => new ModelNode(model)).ToArray();
        if (all.Length > 0)
        {
            yield return new Meaning("model:" + name, all);
        }

        foreach (var model in source.Models.Where(model => IsOneOf(model, name)))
        {
            yield return new Meaning($"model:{model.Name}@{model.Version}", [new ModelNode(model)]);
        }
    }

    private static bool IsOneOf(RecordedModelVersion model, string name) =>
        name.StartsWith(model.Name, StringComparison.Ordinal) && name.Length > model.Name.Length && name[model.Name.Length] is '@' or '/'
        && name[(model.Name.Length + 1)..] is var which
        && (which == model.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) || model.Aliases.Contains(which));

    private IEnumerable<Meaning> Artifacts(string text)
    {
        // RUN/PATH, and MLflow's own way to say it: runs:/RUN/PATH.
        var parts = (text.StartsWith("runs:/", StringComparison.Ordinal) ? text["runs:/".Length..] : text).Split('/', 2);
        if (parts is [var prefix, { Length: > 0 } path] && (prefix == "latest" || IsPrefix(prefix)))
        {
            var runs = prefix == "latest" ? [source.Reader.Find(prefix)] : source.Reader.BeginningWith(prefix.ToLowerInvariant(), MostListed + 1);
            foreach (var artifact in runs.Where(run => source.Reader.ArtifactsOf(run.RunId).Paths.Contains(path)).Select(run => new ArtifactNode(run.RunId, path)))
            {
                yield return new Meaning(artifact.Id, [artifact]);
            }
        }

        if (FileOf(text) is { } file)
        {
            yield return new Meaning(file.Id, [file]);
        }
    }

    // A file below the folder of a run: one of the folders above it has the run's id for a name.
    private ArtifactNode? FileOf(string text)
    {
        if (!File.Exists(text))
        {
            return null;
        }

        var full = Path.GetFullPath(text);
        return full.Split(Path.DirectorySeparatorChar).Where(static part => part.Length == 32 && IsPrefix(part))
            .Select(run => (Run: source.Reader.Get(run)?.RunId, Folder: source.Reader.ArtifactsOf(run).Folder))
            .Where(found => found.Run is not null && found.Folder.Length > 0 && full.StartsWith(Path.GetFullPath(found.Folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Select(found => new ArtifactNode(found.Run!, Path.GetRelativePath(found.Folder, full).Replace('\\', '/')))
            .FirstOrDefault();
    }

    private static bool IsPrefix(string text) => text.Length >= ShortestPrefix && text.All(char.IsAsciiHexDigit);
}
