using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.MLNet;

/// <summary>Makes what takes the values of a column.</summary>
internal delegate Sink SinkFactory(string name, bool isNumeric);

/// <summary>Takes the values of a column. Numbers come to one of levels where they must not be kept in the clear.</summary>
internal abstract class Sink
{
    public abstract void Add(double value, bool isWhole);

    public abstract void Add(string? level);

    private protected static InvalidOperationException Mixed() => new("A column is of numbers or of levels.");
}

/// <summary>A sink that becomes a column of a table.</summary>
internal interface ITableSink
{
    Column ToColumn();
}

/// <summary>A sink that becomes one of a profile.</summary>
internal interface IProfileSink
{
    ColumnProfile ToProfile();
}

internal sealed class NumberTableSink(string name) : Sink, ITableSink
{
    private readonly List<double> _values = [];
    private bool _areWhole = true;

    public override void Add(double value, bool isWhole)
    {
        _areWhole = isWhole;
        _values.Add(value);
    }

    public override void Add(string? level) => throw Mixed();

    public Column ToColumn() => new NumberColumn(name, _values.ToArray(), _areWhole && _values.Count > 0);
}

internal sealed class LevelTableSink(string name) : Sink, ITableSink
{
    private readonly List<int> _codes = [];
    private readonly LevelIndex _levels = new();

    public override void Add(double value, bool isWhole) => throw Mixed();

    public override void Add(string? level) => _codes.Add(level is null ? LevelColumn.Missing : _levels.CodeOf(level));

    public Column ToColumn() => new LevelColumn(name, _codes.ToArray(), _levels.Levels);
}

internal sealed class NumberProfileSink(NumberProfile profile) : Sink, IProfileSink
{
    private readonly double[] _block = new double[1024];
    private int _count;

    public override void Add(double value, bool isWhole)
    {
        profile.IsInteger = isWhole;
        _block[_count++] = value;
        if (_count == _block.Length)
        {
            Flush();
        }
    }

    public override void Add(string? level) => throw Mixed();

    public ColumnProfile ToProfile()
    {
        Flush();
        return profile;
    }

    private void Flush()
    {
        profile.Add(_block.AsSpan(0, _count));
        _count = 0;
    }
}

internal sealed class LevelProfileSink(LevelProfile profile) : Sink, IProfileSink
{
    public override void Add(double value, bool isWhole) => profile.Add(double.IsNaN(value) ? null : NumberProfile.LevelOf(value));

    public override void Add(string? level) => profile.Add(level);

    public ColumnProfile ToProfile() => profile;
}
