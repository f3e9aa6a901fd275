using System.Globalization;

namespace MlOps.Monitoring;

/// <summary>A file that is no table; the message names the file, the line, the problem and the cure.</summary>
public sealed class TableException : FormatException
{
    /// <param name="file">The path of the file.</param>
    /// <param name="line">The line, counted from one; 0 when the file as a whole is at fault.</param>
    /// <param name="column">The column, or <see langword="null"/> when the line as a whole is at fault.</param>
    /// <param name="problem">What is wrong, and what helps; without a full stop.</param>
    /// <param name="inner">What said so.</param>
    public TableException(string file, long line, string? column, string problem, Exception? inner = null)
        : base($"{(line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}({line})") : file)}: {problem}{(problem.EndsWith('?') ? "" : ".")}", inner)
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The path of the file.</summary>
    public string File { get; }

    /// <summary>The line on which the row begins, counted from one; a quoted field may make it span several. 0 when the file as a whole is at fault.</summary>
    public long Line { get; }

    /// <summary>The column, or <see langword="null"/> when the line as a whole is at fault.</summary>
    public string? Column { get; }
}
