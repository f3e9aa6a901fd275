using System.Globalization;
using System.Text.Json;

namespace MlOps.Tests.MLflow.StandIn.Protocol;

/// <summary>A call of an endpoint: its fields, read and checked.</summary>
internal sealed class Call
{
    public Call(Request request, ServerVersion version, IReadOnlyList<Field>? fields, IReadOnlyDictionary<string, string> path)
    {
        Request = request;
        Version = version;
        Path = path;
        if (fields == null)
        {
            Fields = new(); // A body that is no JSON: nobody looks at it.
            return;
        }

        Json = RequestBody.Read(request, fields);
        var isRead = new Message() is var message && message.Read(WithTextIds(Json, version), fields);
        Fields = message;
        Check(fields, isRead);
    }

    public Request Request { get; }

    public ServerVersion Version { get; }

    public bool IsThree => Version.Major == 3;

    /// <summary>The parts of the path that have names.</summary>
    public IReadOnlyDictionary<string, string> Path { get; }

    public JsonElement Json { get; }

    public Message Fields { get; }

    private void Check(IReadOnlyList<Field> fields, bool isRead)
    {
        foreach (var field in fields.Where(static field => field.IsChecked))
        {
            var isThere = Json.TryGetProperty(field.Name, out var value) || (field.Name == "run_id" && Json.TryGetProperty("run_uuid", out value));
            if (field.IsRequired && (!isThere || IsNothing(value)))
            {
                throw ApiException.Required(field.Name);
            }

            if (!isRead && isThere && !IsOfType(field, value))
            {
                throw WrongType(field.Name, value);
            }
        }
    }

    private ApiException WrongType(string parameter, JsonElement value)
    {
        var hint = $" Hint: Value was of type '{Python.TypeOf(value)}'. See the API docs for more information about request parameters.";
        return ApiException.Invalid(IsThree
            ? $"Invalid value {value.GetRawText()} for parameter '{parameter}' supplied: {hint}"
            : $"Invalid value {Python.Str(value)} for parameter '{parameter}' supplied.{hint}");
    }

    // An absent text is an empty one to protocol buffers.
    private static bool IsNothing(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""));

    private static bool IsOfType(Field field, JsonElement value) => field switch
    {
        { IsList: true } => value.ValueKind == JsonValueKind.Array,
        { Kind: FieldKind.Text } => value.ValueKind == JsonValueKind.String,
        { Kind: FieldKind.Flag } => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        // A number with a fraction passes for an integer, but is not read as one: the trap of fractional timestamps.
        _ => value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            || (value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _)),
    };

    // Clients of old sent experiment ids as numbers; 2 still takes them.
    private static JsonElement WithTextIds(JsonElement json, ServerVersion version)
    {
        if (version.Major != 2 || !json.TryGetProperty("experiment_id", out var id) || id.ValueKind != JsonValueKind.Number)
        {
            return json;
        }

        return JsonSerializer.SerializeToElement(json.EnumerateObject().ToDictionary(
            static member => member.Name,
            static member => member.Name == "experiment_id" ? JsonSerializer.SerializeToElement(member.Value.GetRawText()) : member.Value));
    }
}
