using System.Diagnostics.CodeAnalysis;

namespace MlOps.Data;

/// <summary>A file of DVC's that cannot be understood; the message names the file, the line, the problem and the cure.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Without a file and a line the exception would not help anybody.")]
public sealed class DvcFormatException : FormatException
{
    internal DvcFormatException(string file, int line, string problem, string cure, Exception? inner = null)
        : base($"{file}({line}): {problem}. {cure}", inner)
    {
        File = file;
        Line = line;
        Problem = problem;
        Cure = cure;
    }

    /// <summary>The file that cannot be understood.</summary>
    public string File { get; }

    /// <summary>The line, counted from one.</summary>
    public int Line { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What to do about it.</summary>
    public string Cure { get; }
}
