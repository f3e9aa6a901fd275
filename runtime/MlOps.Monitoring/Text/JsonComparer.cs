using System.Text.Json;

namespace MlOps.Monitoring.Text;

/// <summary>Tells JSON values apart by what they say, in whatever order the members of objects are.</summary>
internal sealed class JsonComparer : IEqualityComparer<JsonElement>
{
    public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

    public int GetHashCode(JsonElement obj) => obj.ValueKind switch
    {
        JsonValueKind.Object => obj.EnumerateObject().Aggregate(17, (hash, member) => unchecked(hash + HashCode.Combine(member.Name, GetHashCode(member.Value)))),
        JsonValueKind.Array => obj.EnumerateArray().Aggregate(19, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        JsonValueKind.String => string.GetHashCode(obj.GetString(), StringComparison.Ordinal),
        JsonValueKind.Number => obj.GetDouble().GetHashCode(),
        var kind => (int)kind,
    };
}
