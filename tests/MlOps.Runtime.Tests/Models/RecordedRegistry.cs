using System.Globalization;
using System.Text.Json;
using System.Web;
using MlOps.Store;

namespace MlOps.Tests.Models;

/// <summary>A recorded request, with the run of a test in place of that of the recording.</summary>
internal sealed class Call(JsonElement request, string run)
{
    private readonly Uri _uri = new("http://host" + request.GetProperty("path").GetString());

    public string What => _uri.AbsolutePath["/api/2.0/mlflow/".Length..];

    public string Method => request.GetProperty("method").GetString()!;

    public string? this[string field] => Body is { } body
        ? body.TryGetProperty(field, out var value) ? value.ToString() : null
        : HttpUtility.ParseQueryString(_uri.Query)[field];

    public string Name => this["name"] ?? "";

    public long Version => long.Parse(this["version"]!, CultureInfo.InvariantCulture);

    public string Run => run;

    public Dictionary<string, string> Tags => Body is { } body && body.TryGetProperty("tags", out var tags)
        ? tags.EnumerateArray().ToDictionary(static tag => tag.GetProperty("key").GetString()!, static tag => tag.GetProperty("value").GetString()!)
        : [];

    private JsonElement? Body => request.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object ? body : null;
}

/// <summary>Asks our registry what a recorded request asked a server, and compares the answers.</summary>
internal static class RecordedRegistry
{
    /// <summary>Searches are asked in words, and compared with those of runs; what is no number no caller of ours can give for one.</summary>
    public static bool Knows(Call call) => call.What is not ("registered-models/search" or "model-versions/search") && call["version"] != "abc";

    public static object? Ask(ModelRegistry registry, Call call) => (call.Method, call.What) switch
    {
        (_, "registered-models/create") => registry.Create(call.Name, call["description"] ?? "", call.Tags),
        (_, "registered-models/get") => registry.Model(call.Name),
        (_, "registered-models/update") => Then(registry, call, () => registry.Describe(call.Name, call["description"]!)),
        (_, "registered-models/rename") => Renamed(registry, call),
        (_, "registered-models/delete") => Done(() => registry.Delete(call.Name)),
        (_, "registered-models/set-tag") => Done(() => registry.SetTag(call.Name, call["key"]!, call["value"]!)),
        (_, "registered-models/delete-tag") => Done(() => registry.DeleteTag(call.Name, call["key"]!)),
        ("GET", "registered-models/alias") => registry.Aliased(call.Name, call["alias"]!),
        ("POST", "registered-models/alias") => Done(() => registry.SetAlias(call.Name, call["alias"]!, call.Version)),
        ("DELETE", "registered-models/alias") => Done(() => registry.DeleteAlias(call.Name, call["alias"]!)),
        (_, "registered-models/get-latest-versions") => registry.LatestVersions(call.Name, call["stages"] is { } stage ? [stage] : []),
        (_, "model-versions/create") => registry.CreateVersion(call.Name, call["source"] ?? "", call["run_id"] is null ? null : call.Run, call["description"] ?? "", call.Tags),
        (_, "model-versions/get") => registry.Version(call.Name, call.Version),
        (_, "model-versions/get-download-uri") => registry.Version(call.Name, call.Version),
        (_, "model-versions/update") => Described(registry, call),
        (_, "model-versions/delete") => Done(() => registry.DeleteVersion(call.Name, call.Version)),
        (_, "model-versions/set-tag") => Done(() => registry.SetVersionTag(call.Name, call.Version, call["key"]!, call["value"]!)),
        (_, "model-versions/delete-tag") => Done(() => registry.DeleteVersionTag(call.Name, call.Version, call["key"]!)),
        (_, "model-versions/transition-stage") => registry.Transition(call.Name, call.Version, call["stage"]!, call["archive_existing_versions"] == "True"),
        _ => throw new InvalidOperationException($"Nobody thought of {call.Method} {call.What}."),
    };

    public static void AssertSame(JsonElement expected, object? answer)
    {
        switch (answer)
        {
            case RecordedModel model:
                AssertModel(expected.GetProperty("registered_model"), model);
                break;
            case RecordedModelVersion version when expected.TryGetProperty("artifact_uri", out var uri):
                Assert.Equal(uri.GetString(), version.Source);
                break;
            case RecordedModelVersion version:
                AssertVersion(expected.GetProperty("model_version"), version);
                break;
            case IReadOnlyList<RecordedModelVersion> versions:
                // Each stage has one; the order of stages is nobody's promise. 2.12 leaves aliases out here.
                Assert.Equal(
                    expected.GetProperty("model_versions").EnumerateArray().Select(static version => $"{Text(version, "current_stage")} {Text(version, "version")}").Order(),
                    versions.Select(static version => $"{version.Stage} {version.Version}").Order());
                break;
            default:
                Assert.Equal("{}", expected.GetRawText());
                break;
        }
    }

    private static void AssertModel(JsonElement expected, RecordedModel model)
    {
        Assert.Equal((Text(expected, "name"), Text(expected, "description")), (model.Name, model.Description));
        AssertTags(expected, model.Tags);
        Assert.Equal(
            List(expected, "aliases").Select(static alias => $"{Text(alias, "alias")} {Text(alias, "version")}"),
            model.Aliases.Select(static alias => $"{alias.Key} {alias.Value}"));
    }

    private static void AssertVersion(JsonElement expected, RecordedModelVersion version)
    {
        Assert.Equal(
            (Text(expected, "name"), Text(expected, "version"), Text(expected, "current_stage"), Text(expected, "description"), Text(expected, "status")),
            (version.Name, version.Version.ToString(CultureInfo.InvariantCulture), version.Stage, version.Description, version.Status));
        Assert.Equal(Text(expected, "source"), version.Source);
        Assert.Equal(Text(expected, "run_id").Length > 0, version.RunId is not null);
        AssertTags(expected, version.Tags);
        Assert.Equal(List(expected, "aliases").Select(static alias => alias.GetString()), version.Aliases);
    }

    private static void AssertTags(JsonElement expected, IReadOnlyDictionary<string, string> tags) => Assert.Equal(
        List(expected, "tags").Select(static tag => $"{Text(tag, "key")}={Text(tag, "value")}").Order(),
        tags.Select(static tag => $"{tag.Key}={tag.Value}"));

    private static IEnumerable<JsonElement> List(JsonElement element, string name) => element.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static RecordedModel Then(ModelRegistry registry, Call call, Action change)
    {
        change();
        return registry.Model(call.Name);
    }

    private static RecordedModel Renamed(ModelRegistry registry, Call call)
    {
        registry.Rename(call.Name, call["new_name"]!);
        return registry.Model(call["new_name"]!);
    }

    private static RecordedModelVersion Described(ModelRegistry registry, Call call)
    {
        registry.DescribeVersion(call.Name, call.Version, call["description"]!);
        return registry.Version(call.Name, call.Version);
    }

    private static object? Done(Action change)
    {
        change();
        return null;
    }
}
