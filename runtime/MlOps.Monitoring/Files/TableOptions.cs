using System.Text;

namespace MlOps.Monitoring;

/// <summary>How a file is read. All of it has defaults.</summary>
public sealed record TableOptions
{
    /// <summary>What is between two fields; <see langword="null"/>: a comma, semicolon, tab or vertical bar, whichever the first lines agree on.</summary>
    public char? Delimiter { get; init; }

    /// <summary>How the text is encoded; <see langword="null"/>: as its byte order mark says, else UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The types of single columns, by name. A column that is not numeric here keeps its fields as they are written, numbers among them; one that is has its other values counted in a profile.</summary>
    public IReadOnlyDictionary<string, ColumnType> Types { get; init; } = new Dictionary<string, ColumnType>();

    /// <summary>Told now and then how many bytes were read; called on the thread that reads.</summary>
    public IProgress<long>? Progress { get; init; }
}
