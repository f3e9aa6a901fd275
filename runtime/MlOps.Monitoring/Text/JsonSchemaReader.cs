using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlOps.Monitoring.Text;

/// <summary>Makes sure that every keyword of a schema is known and has a value that it can have, so that matching need not ask.</summary>
internal sealed class JsonSchemaReader(JsonElement root)
{
    private const int Deepest = 64;

    public void Check() => Check(root, "#", 0);

    private static FormatException Fault(string place, string problem) => new($"The schema at {place} {problem}");

    private void Check(JsonElement schema, string place, int depth)
    {
        if (depth > Deepest)
        {
            throw Fault(place, $"is nested deeper than {Deepest} schemas.");
        }

        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        Expect(schema, JsonValueKind.Object, place);
        foreach (var keyword in schema.EnumerateObject())
        {
            CheckKeyword(keyword.Name, keyword.Value, $"{place}/{keyword.Name}", depth + 1);
        }
    }

    private void CheckKeyword(string name, JsonElement value, string place, int depth)
    {
        switch (name)
        {
            case "additionalProperties" or "propertyNames" or "items" or "contains" or "not" or "if" or "then" or "else":
                Check(value, place, depth);
                break;
            case "properties" or "patternProperties" or "$defs" or "definitions":
                Expect(value, JsonValueKind.Object, place);
                foreach (var member in value.EnumerateObject())
                {
                    if (name == "patternProperties")
                    {
                        CheckPattern(member.Name, place);
                    }

                    Check(member.Value, $"{place}/{member.Name}", depth);
                }

                break;
            case "prefixItems" or "allOf" or "anyOf" or "oneOf":
                Each(value, place, (item, at) => Check(item, at, depth));
                break;
            case "required":
                Each(value, place, static (item, at) => Expect(item, JsonValueKind.String, at));
                break;
            case "dependentRequired":
                Expect(value, JsonValueKind.Object, place);
                foreach (var member in value.EnumerateObject())
                {
                    Each(member.Value, $"{place}/{member.Name}", static (item, at) => Expect(item, JsonValueKind.String, at));
                }

                break;
            case "type":
                CheckType(value, place);
                break;
            case "enum":
                Expect(value, JsonValueKind.Array, place);
                break;
            case "pattern":
                Expect(value, JsonValueKind.String, place);
                CheckPattern(value.GetString()!, place);
                break;
            case "$ref":
                Expect(value, JsonValueKind.String, place);
                _ = JsonPointer.Find(root, value.GetString()!) ?? throw Fault(place, $"refers to '{value.GetString()}', which is not in this document; other documents are never fetched.");
                break;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum":
                Expect(value, JsonValueKind.Number, place);
                break;
            case "multipleOf":
                Expect(value, JsonValueKind.Number, place);
                if (value.GetDouble() <= 0)
                {
                    throw Fault(place, "must be above 0.");
                }

                break;
            case "minLength" or "maxLength" or "minItems" or "maxItems" or "minContains" or "maxContains" or "minProperties" or "maxProperties":
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var count) || count < 0)
                {
                    throw Fault(place, "must be a whole number of 0 or more.");
                }

                break;
            case "uniqueItems":
                if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                {
                    throw Fault(place, "must be true or false.");
                }

                break;
            case "const" or "$schema" or "$id" or "$comment" or "title" or "description" or "default" or "examples" or "deprecated" or "readOnly" or "writeOnly"
                or "format" or "contentEncoding" or "contentMediaType":
                break;
            default:
                throw Fault(place, "is not a known keyword; see JsonSchema for those that are.");
        }
    }

    private static void CheckType(JsonElement value, string place)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            Each(value, place, CheckType);
        }
        else if (value.ValueKind != JsonValueKind.String || value.GetString() is not ("null" or "boolean" or "object" or "array" or "number" or "integer" or "string"))
        {
            throw Fault(place, "must be one of null, boolean, object, array, number, integer and string, or an array of them.");
        }
    }

    private static void CheckPattern(string pattern, string place)
    {
        try
        {
            _ = JsonSchemaMatch.Compile(pattern);
        }
        catch (RegexParseException fault)
        {
            throw Fault(place, $"is no regular expression: {fault.Message}");
        }
    }

    private static void Each(JsonElement array, string place, Action<JsonElement, string> check)
    {
        Expect(array, JsonValueKind.Array, place);
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            check(item, $"{place}/{index++}");
        }
    }

    private static void Expect(JsonElement value, JsonValueKind kind, string place)
    {
        if (value.ValueKind != kind)
        {
            throw Fault(place, $"must be {(kind is JsonValueKind.Object or JsonValueKind.Array ? "an" : "a")} {kind.ToString().ToLowerInvariant()}.");
        }
    }
}
