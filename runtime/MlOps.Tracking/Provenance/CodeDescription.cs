using System.Buffers;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace MlOps.Provenance;

/// <summary>
/// What the build wrote into an assembly about the code behind its fingerprints: the resource <c>mlops.code</c>. An assembly
/// without one, or with one of a later version, just tells less.
/// </summary>
internal sealed class CodeDescription
{
    private const string ResourceName = "mlops.code";
    private const int Version = 1;
    private const int MaxSize = 64 * 1024 * 1024;

    // Weak: an assembly that may be unloaded must not be kept for this.
    private static readonly ConditionalWeakTable<Assembly, CodeDescription> s_known = [];
    private static readonly CodeDescription s_none = new(null, []);

    private CodeDescription(string? sdk, IReadOnlyList<KeyValuePair<string, string>> packages) => (Sdk, Packages) = (sdk, packages);

    /// <summary>The version of the SDK that built the assembly.</summary>
    public string? Sdk { get; }

    /// <summary>The packages it was built with, and their versions, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Packages { get; }

    /// <summary>Read once for each assembly.</summary>
    public static CodeDescription Of(Assembly? assembly) => assembly is null ? s_none : s_known.GetValue(assembly, static assembly =>
    {
        using var document = Open(assembly);
        return document is null ? s_none : new(
            Get(document.RootElement, "sdk") is { ValueKind: JsonValueKind.String } sdk ? sdk.GetString() : null,
            Get(document.RootElement, "packages") is { ValueKind: JsonValueKind.Object } packages
                ? [.. packages.EnumerateObject().Select(static package => KeyValuePair.Create(package.Name, package.Value.ToString()))]
                : []);
    });

    /// <summary>The closure of one fingerprint as a JSON document of its own; <see langword="null"/> when the assembly does not tell it.</summary>
    public static string? ClosureOf(Assembly? assembly, string fingerprint)
    {
        using var document = assembly is null ? null : Open(assembly);
        if (document is null || Get(document.RootElement, "tracked") is not { ValueKind: JsonValueKind.Object } tracked || Get(tracked, fingerprint) is not { ValueKind: JsonValueKind.Object } places)
        {
            return null;
        }

        try
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                json.WriteNumber("version", Version);
                foreach (var table in (ReadOnlySpan<string>)["methods", "references", "unseen"])
                {
                    json.WriteStartArray(table);
                    var rows = document.RootElement.GetProperty(table);
                    foreach (var place in places.GetProperty(table).EnumerateArray())
                    {
                        rows[place.GetInt32()].WriteTo(json);
                    }

                    json.WriteEndArray();
                }

                json.WriteEndObject();
            }

            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or FormatException)
        {
            return null; // Not as we write it.
        }
    }

    private static JsonDocument? Open(Assembly assembly)
    {
        try
        {
            using var resource = assembly.IsDynamic ? null : assembly.GetManifestResourceStream(ResourceName);
            if (resource is null || resource.Length > MaxSize)
            {
                return null;
            }

            var document = JsonDocument.Parse(resource);
            if (Get(document.RootElement, "version") is { ValueKind: JsonValueKind.Number } version && version.TryGetInt32(out var number) && number == Version)
            {
                return document;
            }

            document.Dispose();
        }
        catch (Exception fault) when (fault is JsonException or IOException or NotSupportedException)
        {
            // Somebody else's resource of that name.
        }

        return null;
    }

    private static JsonElement? Get(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}
