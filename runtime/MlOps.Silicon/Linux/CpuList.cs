using System.Globalization;
using System.Text;

namespace MlOps.Silicon.Linux;

/// <summary>Lists of processors as the kernel writes them: <c>0-3,8,10-11</c>.</summary>
internal static class CpuList
{
    // The kernel can be built for no more.
    private const int MaxProcessor = 8192;

    /// <summary>The numbers in a list; none for a text that is no list.</summary>
    public static IReadOnlyList<int> Parse(string? text)
    {
        var processors = new List<int>();
        foreach (var range in (text ?? "").Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last))
            {
                return [];
            }

            for (var processor = first; processor <= last; processor++)
            {
                processors.Add(processor);
            }
        }

        return processors;
    }

    /// <summary>The list of some numbers, in rising order.</summary>
    public static string Format(IEnumerable<int> processors)
    {
        List<int> sorted = [.. processors];
        sorted.Sort();
        var text = new StringBuilder();
        for (var index = 0; index < sorted.Count; index++)
        {
            var first = sorted[index];
            while (index + 1 < sorted.Count && sorted[index + 1] <= sorted[index] + 1)
            {
                index++;
            }

            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? "," : "")}{first}");
            if (sorted[index] > first)
            {
                text.Append(CultureInfo.InvariantCulture, $"-{sorted[index]}");
            }
        }

        return text.ToString();
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < MaxProcessor;
}
