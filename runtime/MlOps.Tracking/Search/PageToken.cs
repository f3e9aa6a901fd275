using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MlOps.Search;

/// <summary>Where the next page begins, in MLflow's own form: Base64 of <c>{"offset": 100}</c>.</summary>
internal static class PageToken
{
    public static string Of(int offset) => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"offset": {{offset}}}""")));

    /// <exception cref="ArgumentException">It is none of ours, nor of MLflow's.</exception>
    public static int Offset(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return 0;
        }

        try
        {
            using var document = JsonDocument.Parse(Convert.FromBase64String(token));
            if (document.RootElement.GetProperty("offset").TryGetInt32(out var offset) && offset is > 0 and <= int.MaxValue - RunSearchOptions.MostLimit)
            {
                return offset;
            }
        }
        catch (Exception fault) when (fault is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Told below.
        }

        throw new ArgumentException($"'{token}' is no page token. Give the one that came with the page before, or none for the first page.", nameof(token));
    }
}
