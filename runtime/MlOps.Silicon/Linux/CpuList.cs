using System.Globalization;

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
        var ranges = new List<(int First, int Last)>();
        foreach (var processor in processors.Distinct().Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last == processor - 1)
            {
                ranges[^1] = (ranges[^1].First, processor);
            }
            else
            {
                ranges.Add((processor, processor));
            }
        }

        return string.Join(',', ranges.Select(static range => range.First == range.Last
            ? range.First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}")));
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < MaxProcessor;
}
