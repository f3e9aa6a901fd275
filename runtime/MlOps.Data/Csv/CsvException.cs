using System.Globalization;

namespace MlOps;

/// <summary>A CSV file that is not what the build saw; the message names the file, the line, the problem and the cure.</summary>
public sealed class CsvException : FormatException
{
    internal CsvException(string file, long line, string? column, string problem, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"{file}({line}): {problem}."), inner)
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The full path of the file.</summary>
    public string File { get; }

    /// <summary>The line on which the row begins, counted from one; a quoted field may make it span several.</summary>
    public long Line { get; }

    /// <summary>The column, or <see langword="null"/> when the row as a whole is at fault.</summary>
    public string? Column { get; }
}
