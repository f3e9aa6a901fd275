using MlOps.Models.Registry;
using MlOps.Provenance;

namespace MlOps.Store;

// Versions of models.
public sealed partial class ModelRegistry
{
    /// <summary>The versions of a model, oldest first.</summary>
    /// <param name="name">The model.</param>
    public IReadOnlyList<RecordedModelVersion> Versions(string name)
    {
        _tables.Model(name);
        return _tables.Versions(name);
    }

    /// <summary>The versions that a run made, of whatever models.</summary>
    /// <param name="runId">The run.</param>
    public IReadOnlyList<RecordedModelVersion> VersionsOfRun(string runId) => [.. _tables.Versions().Where(version => version.RunId == runId)];

    /// <summary>The newest version in each stage, in the order of the stages.</summary>
    /// <param name="name">The model.</param>
    /// <param name="stages">Only those in these stages; none for all.</param>
    public IReadOnlyList<RecordedModelVersion> LatestVersions(string name, params IReadOnlyList<string> stages)
    {
        string[] wanted = stages.Count == 0 ? ModelRules.Stages : [.. stages.Select(ModelRules.StageOf)];
        return [.. Versions(name).Where(version => wanted.Contains(version.Stage)).GroupBy(static version => version.Stage)
            .OrderBy(static stage => Array.IndexOf(ModelRules.Stages, stage.Key)).Select(static stage => stage.Last())];
    }

    /// <summary>A version of a model.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">Its number.</param>
    public RecordedModelVersion Version(string name, long version) => _tables.Version(name, version);

    /// <summary>The version that an alias points at.</summary>
    /// <param name="name">The model.</param>
    /// <param name="alias">The alias.</param>
    public RecordedModelVersion Aliased(string name, string alias) => _tables.Aliased(name, alias);

    /// <summary>The version that a reference means.</summary>
    /// <param name="reference"><c>name/3</c>, <c>name@alias</c>, <c>name/latest</c> or <c>name/Production</c>, with or without <c>models:/</c>.</param>
    public RecordedModelVersion VersionOf(string reference) => new ModelUri(_tables, _location).Version(
        reference.StartsWith("models:/", StringComparison.Ordinal) ? reference["models:/".Length..] : reference, reference);

    /// <summary>Registers a version of a model that there is.</summary>
    /// <param name="name">The model.</param>
    /// <param name="source">Where its files lie: <c>runs:/id/path</c>, a place among the artifacts of the run, or an address elsewhere.</param>
    /// <param name="runId">The run that made it; needed for a place on this machine.</param>
    /// <param name="description">What it is.</param>
    /// <param name="tags">Its tags; left out, none.</param>
    public RecordedModelVersion CreateVersion(
        string name, string source, string? runId = null, string description = "", IReadOnlyDictionary<string, string>? tags = null) => Change(now =>
    {
        var version = new NewModelVersion(name, source)
        {
            RunId = runId,
            User = RunProvenance.User,
            Description = description,
            Tags = tags ?? new Dictionary<string, string>(),
        };
        return _tables.Version(name, _tables.CreateVersion(version, now));
    });

    /// <summary>Says what a version is.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="description">What it is, in Markdown.</param>
    public void DescribeVersion(string name, long version, string description) => Change(now => _tables.DescribeVersion(name, version, description, now));

    /// <summary>Sets a tag of a version; a later value replaces an earlier one.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="key">The key, under the rules for the names of metrics.</param>
    /// <param name="value">The value, at most 5,000 characters.</param>
    public void SetVersionTag(string name, long version, string key, string value) => Change(_ => _tables.SetVersionTag(name, version, key, value));

    /// <summary>Deletes a tag of a version, if there is such a one.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="key">The key.</param>
    public void DeleteVersionTag(string name, long version, string key) => Change(_ => _tables.DeleteVersionTag(name, version, key));

    /// <summary>Moves a version to another stage. Aliases say more; stages are there for those who have them.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="stage"><c>None</c>, <c>Staging</c>, <c>Production</c> or <c>Archived</c>, in capitals or not.</param>
    /// <param name="archiveOthers">Whether versions that are in that stage move on to <c>Archived</c>; only for the second and third.</param>
    public RecordedModelVersion Transition(string name, long version, string stage, bool archiveOthers = false) => Change(now =>
    {
        _tables.Transition(name, version, stage, archiveOthers, now);
        return _tables.Version(name, version);
    });

    /// <summary>Deletes a version, and aliases that point at it. Its files stay, and its number is not given again.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    public void DeleteVersion(string name, long version) => Change(now => _tables.DeleteVersion(name, version, now));
}
