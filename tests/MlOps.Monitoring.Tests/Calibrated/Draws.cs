using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Tests.Calibrated;

/// <summary>Seeded draws of columns, so that what a test says of chance it says every time.</summary>
internal sealed class Draws(ulong seed)
{
    private SplitMix _random = new(seed);

    public double Uniform() => _random.NextDouble();

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    public NumberColumn Normals(string name, int rows, double mean = 0, double spread = 1) => Numbers(name, rows, () => mean + (spread * Normal()));

    public NumberColumn Numbers(string name, int rows, Func<double> draw)
    {
        var values = new double[rows];
        foreach (ref var value in values.AsSpan())
        {
            value = draw();
        }

        return new NumberColumn(name, values);
    }

    /// <summary>Levels that are equally likely.</summary>
    public LevelColumn Levels(string name, int rows, int levels) => Levels(name, rows, levels, () => (int)(Uniform() * levels));

    public LevelColumn Levels(string name, int rows, int levels, Func<int> draw)
    {
        var codes = new int[rows];
        foreach (ref var code in codes.AsSpan())
        {
            code = draw();
        }

        return new LevelColumn(name, codes, [.. Enumerable.Range(0, levels).Select(static level => $"level {level}")]);
    }
}
