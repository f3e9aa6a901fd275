using MlOps.Monitoring;
using MlOps.Monitoring.Profiles;

namespace MlOps.Benchmarks.Monitoring;

/// <summary>A kind of data that is drawn again and again.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Columns">The number of columns, all of its kind.</param>
/// <param name="Sizes">The rows of both sides.</param>
/// <param name="Make">A column by its name, rows and shift.</param>
/// <param name="Options">How it is compared.</param>
internal sealed record Scene(string Name, int Columns, (int Reference, int Current)[] Sizes, Scene.Maker Make, DriftOptions? Options = null)
{
    private static readonly (int, int)[] Small = [(20, 20), (100, 30), (500, 500), (1001, 100)];

    public delegate Column Maker(ref SplitMix random, string name, int rows, double shift);

    private static readonly string[] NumberMethods =
        ["wasserstein", "ed", "cramer_von_mises", "anderson", "t_test", "mannw", "es", "empirical_mmd", "psi", "kl_div", "jensenshannon", "hellinger"];

    private static readonly string[] LevelMethods = ["psi", "jensenshannon", "TVD", "g_test"];

    public static IEnumerable<Scene> All =>
    [
        new("3 levels", 1, [(500, 500)], Levels(3)),
        new("20 levels", 1, [(500, 500), (1001, 100), (50, 50)], Levels(20)),
        new("50 levels", 1, [(1000, 1000), (100, 30)], Levels(50)),
        new("2 levels, one of 3 %", 1, Small, Rare(0.03)),
        new("levels as 1/rank, 200", 1, Small, Zipf(200)),
        new("normal", 1, [.. Small, (1000, 1000), (20_000, 5_000)], Normal),
        new("whole numbers 0 … 9, as numbers", 1, Small, Whole(10), As(ColumnType.Numeric)),
        new("half of it zero", 1, [.. Small, (2000, 2000)], Zeros(0.5)),
        new("97 % of it zero", 1, [.. Small, (2000, 2000)], Zeros(0.97)),
        new("normal, a tenth missing", 1, Small, Missing(0.1)),
        new("20 columns, 10 normal and 10 of 20 levels", 20, [(500, 500), (1000, 100)], Mixed),
        .. NumberMethods.Select(static method => new Scene($"normal, {method}", 1, [(30, 20), (1001, 100)], Normal, new DriftOptions { Method = method })),
        .. LevelMethods.Select(static method => new Scene($"20 levels, {method}", 1, [(50, 50), (1001, 100)], Levels(20), new DriftOptions { Method = method })),
    ];

    public Table Draw(ref SplitMix random, int rows, double shift)
    {
        var columns = new Column[Columns];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = Make(ref random, $"c{i}", rows, shift);
        }

        return new Table(columns);
    }

    public static Maker Levels(int levels) => (ref SplitMix random, string name, int rows, double shift) =>
    {
        // The shift moves a share of the rows to the first level.
        var codes = new int[rows];
        for (var i = 0; i < rows; i++)
        {
            codes[i] = random.NextDouble() < shift ? 0 : random.Next(levels);
        }

        return new LevelColumn(name, codes, Names(levels));
    };

    public static Column Normal(ref SplitMix random, string name, int rows, double shift)
    {
        var values = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            values[i] = shift + Gauss(ref random);
        }

        return new NumberColumn(name, values);
    }

    private static Maker Rare(double share) => (ref SplitMix random, string name, int rows, double shift) =>
    {
        var codes = new int[rows];
        for (var i = 0; i < rows; i++)
        {
            codes[i] = random.NextDouble() < share + shift ? 0 : 1;
        }

        return new LevelColumn(name, codes, Names(2));
    };

    private static Maker Zipf(int levels)
    {
        var through = new double[levels];
        for (var i = 0; i < levels; i++)
        {
            through[i] = (i == 0 ? 0 : through[i - 1]) + (1.0 / (i + 1));
        }

        return (ref SplitMix random, string name, int rows, double shift) =>
        {
            var codes = new int[rows];
            for (var i = 0; i < rows; i++)
            {
                var place = Array.BinarySearch(through, random.NextDouble() * through[^1]);
                codes[i] = place < 0 ? ~place : place;
            }

            return new LevelColumn(name, codes, Names(levels));
        };
    }

    private static Maker Whole(int numbers) => (ref SplitMix random, string name, int rows, double shift) =>
    {
        var values = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            values[i] = random.Next(numbers);
        }

        return new NumberColumn(name, values, isInteger: true);
    };

    private static Maker Zeros(double share) => (ref SplitMix random, string name, int rows, double shift) =>
    {
        var values = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            values[i] = random.NextDouble() < share ? 0 : Math.Exp(Gauss(ref random));
        }

        return new NumberColumn(name, values);
    };

    private static Maker Missing(double share) => (ref SplitMix random, string name, int rows, double shift) =>
    {
        var values = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            values[i] = random.NextDouble() < share ? double.NaN : Gauss(ref random);
        }

        return new NumberColumn(name, values);
    };

    private static Column Mixed(ref SplitMix random, string name, int rows, double shift) =>
        (name[^1] - '0') % 2 == 0 ? Normal(ref random, name, rows, shift) : Levels(20)(ref random, name, rows, shift);

    private static DriftOptions As(ColumnType type) => new() { Types = new Dictionary<string, ColumnType> { ["c0"] = type } };

    public static double Gauss(ref SplitMix random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static string[] Names(int levels) => [.. Enumerable.Range(0, levels).Select(static level => $"level {level}")];
}
