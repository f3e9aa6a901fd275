using System.Text.Encodings.Web;
using System.Text.Json;
using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>
/// The resource <c>mlops.code</c>: what each fingerprint of the assembly stands for, so that two runs can be compared without
/// the assemblies that made them. One table for all tracked methods, because their closures overlap. No paths, no times.
/// </summary>
internal static class CodeResource
{
    private const int Version = 1;
    private const int HashBytes = 8;

    // The text is read by programs and now and then by people, never by a browser.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Add(ModuleDefinition module, WeaveRequest request, CodeGraph graph, IReadOnlyList<CodeClosure> closures) =>
        module.Resources.Add(new EmbeddedResource(KnownNames.CodeResource, ManifestResourceAttributes.Public, Write(request, graph, closures)));

    private static byte[] Write(WeaveRequest request, CodeGraph graph, IReadOnlyList<CodeClosure> closures)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("sdk", request.SdkVersion);
            WritePackages(json, request);
            WritePairs(json, "methods", graph.Units.Select(static unit => (unit.Name, Convert.ToHexStringLower(unit.Digest.AsSpan(0, HashBytes)))));
            WritePairs(json, "references", graph.References.Select(static reference => (reference.Identity, reference.Mvid)));
            WriteTracked(json, closures, WriteUnseen(json, graph));
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WritePackages(Utf8JsonWriter json, WeaveRequest request)
    {
        json.WriteStartObject("packages");
        foreach (var (name, version) in request.Packages.OrderBy(static package => package.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, version);
        }

        json.WriteEndObject();
    }

    private static void WritePairs(Utf8JsonWriter json, string name, IEnumerable<(string First, string Second)> pairs)
    {
        json.WriteStartArray(name);
        foreach (var (first, second) in pairs)
        {
            json.WriteStartArray();
            json.WriteStringValue(first);
            json.WriteStringValue(second);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <returns>The places of what each unit does unseen.</returns>
    private static List<int[]> WriteUnseen(Utf8JsonWriter json, CodeGraph graph)
    {
        var places = new List<int[]>(graph.Units.Count);
        var next = 0;
        json.WriteStartArray("unseen");
        foreach (var unit in graph.Units)
        {
            places.Add([.. Enumerable.Range(next, unit.Unseen.Count)]);
            next += unit.Unseen.Count;
            foreach (var unseen in unit.Unseen)
            {
                json.WriteStringValue($"{unseen} in {unit.Name}");
            }
        }

        json.WriteEndArray();
        return places;
    }

    private static void WriteTracked(Utf8JsonWriter json, IEnumerable<CodeClosure> closures, List<int[]> unseen)
    {
        json.WriteStartObject("tracked");
        foreach (var closure in closures.DistinctBy(static closure => closure.Fingerprint).OrderBy(static closure => closure.Fingerprint, StringComparer.Ordinal))
        {
            json.WriteStartObject(closure.Fingerprint);
            WritePlaces(json, "methods", closure.Units);
            WritePlaces(json, "references", closure.References);
            WritePlaces(json, "unseen", closure.Units.SelectMany(unit => unseen[unit]));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WritePlaces(Utf8JsonWriter json, string name, IEnumerable<int> places)
    {
        json.WriteStartArray(name);
        foreach (var place in places)
        {
            json.WriteNumberValue(place);
        }

        json.WriteEndArray();
    }
}
