using System.Globalization;
using MlOps.Data.Stat;
using MlOps.Data.Tables;

namespace MlOps.Data.Parquet;

/// <summary>Finds the columns of a Parquet file, which it names at its end: no row is looked at.</summary>
internal sealed class ParquetProfiler(string file) : ITableProfiler
{
    private const int ShownColumns = 10;

    public void Restart()
    {
    }

    public void Receive(ReadOnlySpan<byte> block)
    {
    }

    public TableProfile Finish(FileStamp read)
    {
        try
        {
            return Profile(ParquetFooter.Read(file));
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            return TableProfile.Unreadable(fault.Message.TrimEnd('.'));
        }
    }

    public void Dispose()
    {
    }

    internal static TableProfile Profile(ParquetFooter footer)
    {
        var elements = footer.Elements.ToArray();
        var columns = new List<ColumnProfile>();
        var leftOut = new List<string>();
        var leaf = 0;
        for (var at = 0; at < elements.Length;)
        {
            var element = elements[at];
            var (type, why) = element.Type();
            if (type is { } known)
            {
                columns.Add(new(element.Name, ColumnProfile.Bit(known), element.IsOptional && !footer.HasNoNull(leaf), HasValue: true, IsText: false));
            }
            else
            {
                leftOut.Add($"'{element.Name}' {why}");
            }

            SkipWhole(elements, ref at, ref leaf);
        }

        return columns.Count > TableProfile.MaxColumns
            ? TableProfile.Unreadable(string.Create(CultureInfo.InvariantCulture, $"it has {columns.Count} columns, more than {TableProfile.MaxColumns}"))
            : columns.Count == 0 ? TableProfile.Unreadable("none of its columns has a type that a property can have")
            : new(columns, footer.Rows, Problem: null) { LeftOut = leftOut.Count == 0 ? null : Shown(leftOut) };
    }

    /// <summary>Passes an element and all that is in it.</summary>
    private static void SkipWhole(ParquetElement[] elements, ref int at, ref int leaf)
    {
        for (var rest = 1L; rest > 0 && at < elements.Length; at++, rest--)
        {
            leaf += elements[at].Children == 0 ? 1 : 0;
            rest += Math.Max(0, elements[at].Children);
        }
    }

    private static string Shown(List<string> leftOut) =>
        string.Join(", ", leftOut.Take(ShownColumns)) + (leftOut.Count > ShownColumns ? $" and {leftOut.Count - ShownColumns} more" : "");
}
