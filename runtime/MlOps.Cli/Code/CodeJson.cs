using System.Text.Json;
using MlOps.Store;

namespace MlOps.Cli.Code;

/// <summary>
/// The answer as programs read it: <c>a, b {run_id, fingerprint, configuration, sdk}, same, explained, methods[{name, change}],
/// references[{name, a, b}], build[…], packages[…], unseen[]</c>; what is absent is <c>null</c>.
/// </summary>
internal static class CodeJson
{
    public static void Write(Stream output, CodeComparison comparison)
    {
        using var json = new Utf8JsonWriter(output, JsonOutput.Options);
        json.WriteStartObject();
        Write(json, "a", comparison.A);
        Write(json, "b", comparison.B);
        json.WriteBoolean("same", comparison.Same == true);
        json.WriteBoolean("explained", comparison.IsExplained);
        json.WriteStartArray("methods");
        foreach (var method in comparison.Methods)
        {
            json.WriteStartObject();
            json.WriteString("name", method.Name);
            json.WriteString("change", method switch { { A: null } => "only_b", { B: null } => "only_a", _ => "changed" });
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "references", comparison.References);
        Write(json, "build", comparison.Build);
        Write(json, "packages", comparison.Packages);
        JsonOutput.WriteTexts(json, "unseen", comparison.Unseen);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, RecordedCode code)
    {
        json.WriteStartObject(name);
        json.WriteString("run_id", code.RunId);
        json.WriteString("fingerprint", code.Fingerprint);
        json.WriteString("configuration", code.Configuration);
        json.WriteString("sdk", code.Sdk);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<CodeDifference> differences)
    {
        json.WriteStartArray(name);
        foreach (var difference in differences)
        {
            json.WriteStartObject();
            json.WriteString("name", difference.Name);
            json.WriteString("a", difference.A);
            json.WriteString("b", difference.B);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
