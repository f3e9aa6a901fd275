using System.Text.Json;

namespace MlOps.Tests;

/// <summary>A program that watches its predictions: from the attribute, through the profile that the build wrote, to what its run says of drift.</summary>
public sealed class MonitoringTests(PackageFeed feed)
{
    private const string Program = """
        using MlOps;
        using MlOps.Monitoring;

        var shift = double.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);
        using (Run.Start("serving"))
        {
            for (var row = 0; row < 500; row++)
            {
                Model.Predict(new Flower((row % 100 / 10.0) + shift, 1 + (row % 7)));
            }

            await Monitors.StopAllAsync();
        }

        internal sealed record Flower(double Sepal, double Petal);

        internal static class Model
        {
            [Monitored(Name = "flowers", Reference = "profiles/Iris.profile", Rows = 250)]
            [return: Prediction("species")]
            public static string Predict(Flower flower) => flower.Petal > 4 ? "virginica" : "setosa";
        }
        """;

    [Fact]
    public void PredictionsAreHeldAgainstTheProfileOfTheTrainingData()
    {
        using var consumer = new Consumer(feed, Program);
        File.WriteAllText(consumer.PathOf("App.csproj"), File.ReadAllText(consumer.PathOf("App.csproj")).Replace("data/iris.csv\"", "data/iris.csv\" Profile=\"true\"", StringComparison.Ordinal));
        consumer.Write("data/iris.csv", "sepal,petal,species\n" + string.Concat(Enumerable.Range(0, 700).Select(static row =>
            FormattableString.Invariant($"{row % 100 / 10.0},{1 + (row % 7)},{(row % 7 > 3 ? "virginica" : "setosa")}\n"))));
        consumer.Build().ShouldSucceed();

        var calm = consumer.Execute("0").ShouldSucceed();
        Assert.DoesNotContain("flowers", calm.Errors);
        Assert.Equal((2, 0.0), Of(consumer.Show(), "flowers/drift.columns"));
        Assert.Equal((2, 250.0), Of(consumer.Show(), "flowers/rows"));

        var drifted = consumer.Execute("2.5").ShouldSucceed();
        Assert.Contains("flowers", drifted.Errors);
        Assert.Equal((2, 1.0), Of(consumer.Show(), "flowers/drift.columns"));
        Assert.True(Of(consumer.Show(), "flowers/drift.effect.sepal").Last > 0.2);
    }

    [Fact]
    public void EachRunHasTheWindowsOfItsOwnPredictions()
    {
        using var consumer = new Consumer(feed, """
            using MlOps;
            using MlOps.Monitoring;

            for (var run = 1; run <= 2; run++)
            {
                using var serving = Run.Start($"serving {run}");
                Console.WriteLine(serving.RunId);
                for (var row = 0; row < 50 * run; row++)
                {
                    Model.Predict(row);
                }
            }

            internal static class Model
            {
                [Monitored(Name = "rows", Rows = 40)]
                public static int Predict(int x) => x;
            }
            """);
        consumer.Build().ShouldSucceed();
        var runs = consumer.Execute().ShouldSucceed().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([(2, 10.0), (3, 20.0)], runs.Select(run => Of(consumer.Show(run.Trim()), "rows/rows"))); // 40 and the rest; 40, 40 and the rest.
    }

    [Fact]
    public void AProgramThatIsTerminatedTellsItsLastWindow()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs signals.");
        using var consumer = new Consumer(feed, """
            using MlOps;
            using MlOps.Monitoring;

            Monitors.Configure(options => options with { Completed = window => Console.WriteLine($"{window.Profile.Rows} rows") });
            Model.Predict(1);
            Model.Predict(2);
            System.Diagnostics.Process.Start("kill", $"{Environment.ProcessId}");
            Thread.Sleep(TimeSpan.FromMinutes(1));

            internal static class Model
            {
                [Monitored]
                public static int Predict(int x) => x;
            }
            """);
        consumer.Build().ShouldSucceed();
        Assert.Equal("2 rows", consumer.Execute().Output.Trim());
    }

    [Fact]
    public void AProgramThatWasNotWovenSaysThatNothingIsWatched()
    {
        using var consumer = new Consumer(feed, Program);
        consumer.Build("-p:MlOpsWeave=false").ShouldSucceed();
        Assert.Contains("has [Monitored] methods, but was not woven", consumer.Execute("0").ShouldSucceed().Errors);
    }

    private static (int Count, double Last) Of(JsonElement run, string metric)
    {
        var found = run.GetProperty("metrics").GetProperty(metric);
        return (found.GetProperty("count").GetInt32(), found.GetProperty("last").GetDouble());
    }
}
