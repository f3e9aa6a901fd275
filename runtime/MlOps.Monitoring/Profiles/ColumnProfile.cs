using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring;

/// <summary>What is kept of a column instead of its values: enough to tell drift. A <see cref="NumberProfile"/> or a <see cref="LevelProfile"/>.</summary>
/// <remarks>Values are added as they come; its size is bounded however many there are. Not for several threads at once.</remarks>
public abstract class ColumnProfile
{
    private protected ColumnProfile(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <summary>Its name in the header.</summary>
    public string Name { get; }

    /// <summary>The number of its rows, missing ones included.</summary>
    public abstract long Rows { get; }

    /// <summary>The number of missing values.</summary>
    public long Missing { get; private protected set; }

    /// <summary>Counts rows that have no value.</summary>
    /// <param name="rows">Their number.</param>
    public void AddMissing(long rows = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        Missing += rows;
    }

    /// <summary>What the column holds, in a few numbers and a small picture.</summary>
    public abstract ColumnSummary Summarize();

    /// <summary>A profile of the rows of both; neither is changed.</summary>
    /// <exception cref="ArgumentException">One is of numbers, the other of levels; or both hide their levels, each with a salt of its own.</exception>
    internal abstract ColumnProfile Merge(ColumnProfile other);
}
