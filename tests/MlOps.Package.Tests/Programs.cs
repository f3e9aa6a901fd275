namespace MlOps.Tests;

/// <summary>Programs that consumers run.</summary>
internal static class Programs
{
    public const string Training = """
        using MlOps;

        var accuracy = args is ["fail"] ? Trainer.Fail(1) : await new Trainer().TrainAsync(new Options(Epochs: 3, Rate: 0.5));
        Console.WriteLine($"accuracy {accuracy.Accuracy}");

        internal sealed record Options(int Epochs, double Rate);

        internal sealed record Result(double Accuracy, string Note);

        internal sealed class Trainer
        {
            [Tracked(Experiment = "flowers")]
            public async Task<Result> TrainAsync(Options options)
            {
                var rows = File.ReadAllLines(Datasets.Iris.Path).Length;
                for (var epoch = 1; epoch <= options.Epochs; epoch++)
                {
                    await Task.Yield();
                    Run.Current.Log("loss", 1.0 / epoch, epoch);
                }

                Run.Current.LogText("model.txt", $"{rows} rows");
                return new Result(0.75, "good");
            }

            [Tracked]
            public static Result Fail(int seed) => throw new InvalidOperationException($"seed {seed} is cursed");
        }
        """;

    public const string Flowers = """
        using MlOps;

        [Versioned]
        internal readonly record struct Flower(double Sepal, string Species);

        internal static class Flowers
        {
            public static string Describe()
            {
                var rows = Datasets.Iris.Rows().Select(static row => new Flower(row.Sepal, row.Species)).ToArray();
                return FormattableString.Invariant($"{rows.Length} row, sepal {rows[0].Sepal} of {rows[0].Species}, {ContentHash.Of(rows)}");
            }
        }
        """;

    public const string Watched = """
        using MlOps;
        using MlOps.Monitoring;

        internal sealed record Leaf(double Length, DayOfWeek Day);

        internal static class Watched
        {
            [Monitored]
            public static double Age(Leaf leaf) => leaf.Length * 10;

            public static async Task<string> DescribeAsync()
            {
                var described = "";
                Monitors.Configure(options => options with { Completed = window => described = $"{window}, {string.Join(", ", window.Profile.Columns.Select(Describe))}" });
                for (var length = 1; length <= 3; length++)
                {
                    Age(new Leaf(length, DayOfWeek.Friday));
                }

                await Monitors.StopAllAsync();
                return described;
            }

            private static string Describe(ColumnProfile column) =>
                $"{column.Name}: {column.Summarize().Mean?.ToString() ?? string.Join(' ', column.Summarize().Levels.Select(level => $"{level.Level}={level.Count}"))}";
        }
        """;

    public const string Endless = """
        using MlOps;

        Trainer.Train();

        internal static class Trainer
        {
            [Tracked]
            public static void Train()
            {
                for (var step = 0L; ; step++)
                {
                    Run.Current.Log("loss", 1.0 / (step + 1), step);
                    if (step % 1000 == 0)
                    {
                        Thread.Sleep(1);
                    }

                    if (step == 200_000)
                    {
                        Console.WriteLine("ready");
                    }
                }
            }
        }
        """;
}
