using System.Text.Json;

namespace MlOps.Tests.MLflow.StandIn.Protocol;

/// <summary>Values as Python writes them: the server's messages show them so.</summary>
internal static class Python
{
    public static string Str(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : Repr(json);

    public static string Repr(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Repr(json.GetString()!),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Null or JsonValueKind.Undefined => "None",
        JsonValueKind.Array => $"[{string.Join(", ", json.EnumerateArray().Select(Repr))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", json.EnumerateObject().Select(static member => $"{Repr(member.Name)}: {Repr(member.Value)}"))}}}",
        _ => json.GetRawText(),
    };

    public static string Repr(string text) => $"'{text}'";

    public static string Repr(double value) => double.IsInteger(value) && Math.Abs(value) < 1e16 ? $"{value:F1}" : $"{value:R}";

    public static string TypeOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => "str",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Null or JsonValueKind.Undefined => "NoneType",
        JsonValueKind.Array => "list",
        JsonValueKind.Object => "dict",
        _ => json.TryGetInt64(out _) ? "int" : "float",
    };
}
