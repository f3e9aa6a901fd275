using System.Globalization;
using System.Text.Json;

namespace MlOps.Monitoring.Text;

/// <summary>Finds what <c>#/a/0/b</c> names in a document (RFC 6901, as the fragment of a URI).</summary>
internal static class JsonPointer
{
    public static JsonElement? Find(JsonElement root, string reference)
    {
        if (reference is not ['#', .. var pointer] || (pointer.Length > 0 && pointer[0] != '/'))
        {
            return null;
        }

        var place = root;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (place.ValueKind == JsonValueKind.Object && place.TryGetProperty(name, out var member))
            {
                place = member;
            }
            else if (place.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < place.GetArrayLength())
            {
                place = place[index];
            }
            else
            {
                return null;
            }
        }

        return place;
    }
}
