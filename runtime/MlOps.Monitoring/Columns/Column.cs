namespace MlOps.Monitoring;

/// <summary>A column of a <see cref="Table"/>, as it was read: a <see cref="NumberColumn"/> or a <see cref="LevelColumn"/>.</summary>
/// <remarks>How its values are compared is not said here: numbers may well be compared as levels (see <see cref="ColumnType"/>).</remarks>
public abstract class Column
{
    private protected Column(string name) => Name = name;

    /// <summary>Its name in the header.</summary>
    public string Name { get; }

    /// <summary>The number of its rows, missing ones included.</summary>
    public abstract int Count { get; }
}
