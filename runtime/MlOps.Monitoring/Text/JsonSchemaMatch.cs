using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlOps.Monitoring.Text;

/// <summary>Holds a value against a schema that <see cref="JsonSchemaReader"/> has found in order.</summary>
internal sealed class JsonSchemaMatch(JsonElement root)
{
    private const int Deepest = 64;

    // References can make a small schema ask more questions than anybody waits for.
    private const int MostSteps = 1_000_000;

    private static readonly ConcurrentDictionary<string, Regex> _patterns = new(StringComparer.Ordinal);

    private int _steps;

    /// <summary>A pattern of a schema, matched anywhere in a text as the specification says, and never for long.</summary>
    public static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(250));

    public bool Allows(JsonElement schema, JsonElement value, int depth)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.ValueKind == JsonValueKind.True;
        }

        return depth <= Deepest && ++_steps <= MostSteps && schema.ValueKind == JsonValueKind.Object
            && AllowsAny(schema, value, depth + 1)
            && value.ValueKind switch
            {
                JsonValueKind.Object => AllowsObject(schema, value, depth + 1),
                JsonValueKind.Array => AllowsArray(schema, value, depth + 1),
                JsonValueKind.String => AllowsString(schema, value),
                JsonValueKind.Number => AllowsNumber(schema, value),
                _ => true,
            };
    }

    private static bool IsMatch(string pattern, string text)
    {
        try
        {
            return _patterns.GetOrAdd(pattern, Compile).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        _ => value.ValueKind == JsonValueKind.Number,
    };

    private bool AllowsAny(JsonElement schema, JsonElement value, int depth)
    {
        bool Fits(JsonElement part) => Allows(part, value, depth);
        return (!schema.TryGetProperty("type", out var type) || (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(one => IsOf(one.GetString()!, value)) : IsOf(type.GetString()!, value)))
            && (!schema.TryGetProperty("enum", out var values) || values.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
            && (!schema.TryGetProperty("const", out var constant) || JsonElement.DeepEquals(constant, value))
            && (!schema.TryGetProperty("$ref", out var reference) || (JsonPointer.Find(root, reference.GetString()!) is { } target && Fits(target)))
            && (!schema.TryGetProperty("allOf", out var all) || all.EnumerateArray().All(Fits))
            && (!schema.TryGetProperty("anyOf", out var any) || any.EnumerateArray().Any(Fits))
            && (!schema.TryGetProperty("oneOf", out var one) || one.EnumerateArray().Count(Fits) == 1)
            && (!schema.TryGetProperty("not", out var not) || !Fits(not))
            && (!schema.TryGetProperty("if", out var condition) || !schema.TryGetProperty(Fits(condition) ? "then" : "else", out var branch) || Fits(branch));
    }

    private bool AllowsObject(JsonElement schema, JsonElement value, int depth)
    {
        var count = 0;
        var hasProperties = schema.TryGetProperty("properties", out var properties);
        var hasPatterns = schema.TryGetProperty("patternProperties", out var patterns);
        foreach (var member in value.EnumerateObject())
        {
            count++;
            var isKnown = false;
            if (hasProperties && properties.TryGetProperty(member.Name, out var property))
            {
                isKnown = true;
                if (!Allows(property, member.Value, depth))
                {
                    return false;
                }
            }

            foreach (var pattern in hasPatterns ? patterns.EnumerateObject() : default)
            {
                if (IsMatch(pattern.Name, member.Name))
                {
                    isKnown = true;
                    if (!Allows(pattern.Value, member.Value, depth))
                    {
                        return false;
                    }
                }
            }

            if (!isKnown && schema.TryGetProperty("additionalProperties", out var additional) && !Allows(additional, member.Value, depth))
            {
                return false;
            }
        }

        return IsWithin(schema, "minProperties", "maxProperties", count)
            && (!schema.TryGetProperty("propertyNames", out var names) || value.EnumerateObject().All(member => Allows(names, Text(member.Name), depth)))
            && (!schema.TryGetProperty("required", out var required) || HasAll(value, required))
            && (!schema.TryGetProperty("dependentRequired", out var dependent) || dependent.EnumerateObject().All(member => !value.TryGetProperty(member.Name, out _) || HasAll(value, member.Value)));
    }

    private bool AllowsArray(JsonElement schema, JsonElement value, int depth)
    {
        var prefix = schema.TryGetProperty("prefixItems", out var prefixes) ? prefixes.GetArrayLength() : 0;
        var hasItems = schema.TryGetProperty("items", out var items);
        var hasContains = schema.TryGetProperty("contains", out var contains);
        var (index, found) = (0, 0);
        foreach (var item in value.EnumerateArray())
        {
            if ((index < prefix && !Allows(prefixes[index], item, depth)) || (index >= prefix && hasItems && !Allows(items, item, depth)))
            {
                return false;
            }

            found += hasContains && Allows(contains, item, depth) ? 1 : 0;
            index++;
        }

        return IsWithin(schema, "minItems", "maxItems", index)
            && (!hasContains || (IsWithin(schema, "minContains", "maxContains", found) && (found > 0 || schema.TryGetProperty("minContains", out _))))
            && (!schema.TryGetProperty("uniqueItems", out var unique) || unique.ValueKind == JsonValueKind.False || IsUnique(value));
    }

    private static bool AllowsString(JsonElement schema, JsonElement value)
    {
        var text = value.GetString()!;
        return IsWithin(schema, "minLength", "maxLength", (int)TextRules.Length(text))
            && (!schema.TryGetProperty("pattern", out var pattern) || IsMatch(pattern.GetString()!, text));
    }

    private static bool AllowsNumber(JsonElement schema, JsonElement value)
    {
        var number = value.GetDouble();
        return (!schema.TryGetProperty("minimum", out var minimum) || number >= minimum.GetDouble())
            && (!schema.TryGetProperty("maximum", out var maximum) || number <= maximum.GetDouble())
            && (!schema.TryGetProperty("exclusiveMinimum", out var above) || number > above.GetDouble())
            && (!schema.TryGetProperty("exclusiveMaximum", out var below) || number < below.GetDouble())
            && (!schema.TryGetProperty("multipleOf", out var step) || IsMultiple(value, step));
    }

    // As decimals where both are short enough: 0.3 is a multiple of 0.1 there, and not among doubles.
    private static bool IsMultiple(JsonElement value, JsonElement step) => value.TryGetDecimal(out var exact) && step.TryGetDecimal(out var exactStep) && exactStep != 0
        ? exact % exactStep == 0
        : double.IsInteger(value.GetDouble() / step.GetDouble());

    private static bool IsWithin(JsonElement schema, string least, string most, int count) =>
        (!schema.TryGetProperty(least, out var bound) || count >= bound.GetInt32()) && (!schema.TryGetProperty(most, out bound) || count <= bound.GetInt32());

    private static bool HasAll(JsonElement value, JsonElement names) => names.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _));

    private static bool IsUnique(JsonElement array)
    {
        var seen = new HashSet<JsonElement>(new JsonComparer());
        return array.EnumerateArray().All(seen.Add);
    }

    private static JsonElement Text(string name)
    {
        using var document = JsonDocument.Parse($"\"{JsonEncodedText.Encode(name)}\"");
        return document.RootElement.Clone();
    }
}
