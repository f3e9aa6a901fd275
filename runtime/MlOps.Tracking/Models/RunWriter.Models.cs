using System.Text.Json.Nodes;
using MlOps.Models;
using MlOps.Models.Registry;
using MlOps.Provenance;
using MlOps.Store;

namespace MlOps.Recording;

// Models that runs keep: their files, MLflow's list of them, and their place in the registry.
internal sealed partial class RunWriter
{
    private void WriteModel(Run run, RunState state, ModelEvent model, long timestamp)
    {
        var isKept = true;
        foreach (var (path, copy) in model.Copies)
        {
            isKept &= KeepArtifact($"{model.Path}/{path}", () => ArtifactFile.Move(state.ArtifactFolder, $"{model.Path}/{path}", copy));
        }

        foreach (var (path, content) in model.Texts)
        {
            isKept &= KeepArtifact($"{model.Path}/{path}", () => ArtifactFile.Write(state.ArtifactFolder, $"{model.Path}/{path}", content));
        }

        if (!isKept)
        {
            return; // What is not whole is told, and shown as no model.
        }

        var store = _session.Store;
        store.WriteTag(run.RunId, ModelTags.History, ModelHistory.Add(store.FindTag(run.RunId, ModelTags.History), model.Entry));
        if (model.Name is { } name)
        {
            Register(run, $"{state.ArtifactFolder}{Path.DirectorySeparatorChar}{model.Path}", name, model, timestamp);
        }
    }

    private void Register(Run run, string source, string name, ModelEvent model, long timestamp)
    {
        try
        {
            var version = new NewModelVersion(name, source)
            {
                RunId = run.RunId,
                User = RunProvenance.User,
                Description = model.Options.Description,
                Aliases = model.Options.Aliases,
                Tags = TagsOf(run, model),
            };
            new ModelTables(_session.Store.Statements).Register(version, timestamp);
        }
        catch (ModelRegistryException fault)
        {
            faults.Report($"could not register the model '{model.Path}' as '{name}': {fault.Message}");
        }
    }

    private Dictionary<string, string> TagsOf(Run run, ModelEvent model)
    {
        var tags = new Dictionary<string, string>(model.Options.Tags, StringComparer.Ordinal);
        Add(ModelTags.Signature, model.Signature?.ToString());
        Add(ModelTags.Fingerprint, run.Method?.Fingerprint);
        Add(ModelTags.Data, DigestsOf(run));
        return tags;

        void Add(string key, string? value)
        {
            if (value is { Length: <= ModelRules.LongestTagValue })
            {
                tags.TryAdd(key, value);
            }
        }
    }

    private string? DigestsOf(Run run)
    {
        var digests = new JsonObject();
        foreach (var (name, digest) in _session.Store.InputDigests(run.RunId))
        {
            digests[name] = digest;
        }

        return digests.Count == 0 ? null : digests.ToJsonString();
    }
}
