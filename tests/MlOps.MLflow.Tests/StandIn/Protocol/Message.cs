using System.Globalization;
using System.Text.Json;

namespace MlOps.Tests.MLflow.StandIn.Protocol;

/// <summary>
/// A request's fields as the server's protocol buffers read them: in the order they were sent, up to the first one that cannot be
/// read. What follows that one is lost without a word, unless a check notices.
/// </summary>
internal sealed class Message
{
    private readonly Dictionary<string, object> _values = [];

    public bool Has(string name) => _values.ContainsKey(name);

    public string Text(string name) => _values.TryGetValue(name, out var value) ? (string)value : "";

    public long Integer(string name) => _values.TryGetValue(name, out var value) ? (long)value : 0;

    public double Number(string name) => _values.TryGetValue(name, out var value) ? (double)value : 0;

    public bool Flag(string name, bool otherwise = false) => _values.TryGetValue(name, out var value) ? (bool)value : otherwise;

    public IReadOnlyList<string> Texts(string name) => [.. List(name).Cast<string>()];

    public IReadOnlyList<Message> Messages(string name) => [.. List(name).Cast<Message>()];

    public Message? Inner(string name) => _values.GetValueOrDefault(name) as Message;

    /// <summary>Reads into this message; false when a field cannot be read, and then the rest is not.</summary>
    public bool Read(JsonElement json, IReadOnlyList<Field> fields)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var property in json.EnumerateObject())
        {
            var field = fields.FirstOrDefault(field => property.NameEquals(field.Name) || property.NameEquals(field.CamelName));
            if (field != null && property.Value.ValueKind != JsonValueKind.Null && !ReadField(field, property.Value))
            {
                return false;
            }
        }

        return true;
    }

    public void Set(string name, object value) => _values[name] = value;

    private bool ReadField(Field field, JsonElement json)
    {
        if (!field.IsList)
        {
            return ReadValue(field, json, value => _values[field.Name] = value);
        }

        var list = new List<object>();
        _values[field.Name] = list;
        return json.ValueKind == JsonValueKind.Array && json.EnumerateArray().All(item => ReadValue(field, item, list.Add));
    }

    private static bool ReadValue(Field field, JsonElement json, Action<object> keep)
    {
        if (field.Kind == FieldKind.Message)
        {
            var inner = new Message();
            keep(inner); // Kept even where it ends early.
            return inner.Read(json, field.Members);
        }

        object? value = field.Kind switch
        {
            FieldKind.Text => json.ValueKind == JsonValueKind.String ? json.GetString() : null,
            FieldKind.Integer => ReadInteger(json),
            FieldKind.Number => ReadNumber(json),
            _ => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : null,
        };
        if (value == null)
        {
            return false;
        }

        keep(value);
        return true;
    }

    private static object? ReadInteger(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number when json.TryGetInt64(out var value) => value,
        JsonValueKind.Number when json.GetDouble() is var value && double.IsInteger(value) => (long)value,
        JsonValueKind.String when long.TryParse(json.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        _ => null,
    };

    private static object? ReadNumber(JsonElement json) => json.ValueKind switch
    {
        // What is no finite number must come in quotes; NaN and Infinity without them stand here as numbers beyond the largest.
        JsonValueKind.Number when double.IsFinite(json.GetDouble()) => json.GetDouble(),
        JsonValueKind.True => 1.0,
        JsonValueKind.False => 0.0,
        JsonValueKind.String when double.TryParse(json.GetString(), CultureInfo.InvariantCulture, out var value) => value,
        _ => null,
    };

    private List<object> List(string name) => _values.TryGetValue(name, out var value) ? (List<object>)value : [];
}
