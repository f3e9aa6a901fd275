using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.StandIn.Search;

/// <summary>Pages of a list: the token of the next one is an offset.</summary>
internal static class Page
{
    public static Answer Of<T>(string name, IReadOnlyList<T> all, Call call, long size, Func<T, JsonNode> write)
    {
        var offset = OffsetOf(call.Fields.Text("page_token"));
        var end = (int)Math.Min(all.Count, offset + size);
        var body = new JsonObject();
        if (end > offset)
        {
            body[name] = new JsonArray([.. all.Skip(offset).Take(end - offset).Select(write)]);
        }

        if (all.Count > end)
        {
            body["next_page_token"] = TokenOf(end);
        }

        return Answer.Json(body);
    }

    public static string TokenOf(int offset) => Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"offset": {{offset}}}"""));

    public static int OffsetOf(string token)
    {
        if (token.Length == 0)
        {
            return 0;
        }

        try
        {
            return JsonElement.Parse(Convert.FromBase64String(token)).GetProperty("offset").GetInt32();
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            throw ApiException.Invalid("Invalid page token, could not base64-decode");
        }
    }

    /// <summary>Checks how many are asked for.</summary>
    public static long Size(Call call, long most)
    {
        var size = call.Fields.Integer("max_results");
        if (size is > 0 && size <= most)
        {
            return size;
        }

        var rule = size <= 0 ? "It must be a positive integer" : $"It must be at most {most}";
        throw ApiException.Invalid(call.IsThree
            ? $"Invalid value {size} for parameter 'max_results' supplied. {rule}"
            : $"Invalid value for request parameter max_results. {rule}, but got {size}");
    }

    public static long Size(Call call, long otherwise, long most) => call.Fields.Has("max_results") ? Size(call, most) : otherwise;
}
