using System.Globalization;

namespace MlOps;

/// <summary>A data file that is not what the build saw; the message names the file, the line, the problem and the cure.</summary>
public sealed class RowException : FormatException
{
    internal RowException(string file, long line, string? column, string problem, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"{file}({line}): {problem}."), inner)
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The full path of the file.</summary>
    public string File { get; }

    /// <summary>The line on which the row begins, counted from one; a quoted field of CSV may make it span several. Where a format has no lines, the number of the row.</summary>
    public long Line { get; }

    /// <summary>The column, or <see langword="null"/> when the row as a whole is at fault.</summary>
    public string? Column { get; }
}
