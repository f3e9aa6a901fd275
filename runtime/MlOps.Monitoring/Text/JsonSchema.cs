using System.Text.Json;

namespace MlOps.Monitoring.Text;

/// <summary>A JSON Schema, in the part of draft 2020-12 that describes one document by itself.</summary>
/// <remarks>
/// Known: <c>type enum const</c>, <c>properties required additionalProperties patternProperties propertyNames minProperties maxProperties dependentRequired</c>,
/// <c>items prefixItems contains minContains maxContains minItems maxItems uniqueItems</c>, <c>minimum maximum exclusiveMinimum exclusiveMaximum multipleOf</c>,
/// <c>minLength maxLength pattern</c>, <c>allOf anyOf oneOf not if then else</c>, <c>$ref</c> within the document, and all annotations (<c>format</c> is one).
/// Any other keyword is an error when the schema is read: nothing is passed over in silence.
/// </remarks>
public sealed class JsonSchema
{
    private readonly JsonElement _root;

    private JsonSchema(JsonElement root) => _root = root;

    /// <summary>Reads a schema.</summary>
    /// <param name="text">The schema, a JSON object or <c>true</c> or <c>false</c>.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="FormatException">A keyword is not known, or has a value that it cannot have; the message says where.</exception>
    public static JsonSchema Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement.Clone();
        new JsonSchemaReader(root).Check();
        return new JsonSchema(root);
    }

    /// <summary>Whether a text is JSON that the schema allows.</summary>
    public bool Allows(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TextRules.TryJson(text, Allows);
    }

    /// <summary>Whether a value is allowed. References that lead deeper than 64 schemas allow nothing.</summary>
    public bool Allows(JsonElement value) => new JsonSchemaMatch(_root).Allows(_root, value, depth: 0);
}
