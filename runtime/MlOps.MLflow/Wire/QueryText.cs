using System.Globalization;
using System.Text;

namespace MlOps.MLflow.Wire;

/// <summary>The query of an address. Values that are null are left out, and a list is its name repeated.</summary>
internal static class QueryText
{
    public static string Of(string path, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var text = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return text.ToString();
    }

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
