using System.Globalization;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Tests.Tracking;

/// <summary><c>run.Log(in values, step)</c>, with the writers that generated code registers.</summary>
public sealed class MetricsTests
{
    static MetricsTests()
    {
        MetricsOf<Epoch>.Register(static (in Epoch values, ref MetricsRow row) =>
        {
            row.Add("loss", values.Loss);
            row.Add("accuracy", values.Accuracy);
            row.Add("validation", values.Validation);
        });
        MetricsOf<Wide>.Register(static (in Wide values, ref MetricsRow row) =>
        {
            foreach (var name in Wide.Names)
            {
                row.Add(name, values.Value);
            }
        });
        MetricsOf<Breaking>.Register(static (in Breaking values, ref MetricsRow row) =>
        {
            row.Add("before", 1);
            row.Add("after", values.Value);
        });
        MetricsOf<Logging>.Register(static (in Logging values, ref MetricsRow row) => row.Add("outer", values.Value));
    }

    private readonly record struct Epoch(double Loss, double Accuracy, double? Validation = null);

    private readonly record struct Wide(double Value)
    {
        public static readonly string[] Names = [.. Enumerable.Range(0, 40).Select(static i => $"m{i.ToString("00", CultureInfo.InvariantCulture)}")];
    }

    private sealed class Breaking
    {
        public double Value => throw new InvalidOperationException("no value yet");
    }

    private sealed class Logging(Run run, int times)
    {
        public double Value
        {
            get
            {
                for (var i = 0; i < times; i++)
                {
                    run.Log("inner", i, i);
                }

                return 1;
            }
        }
    }

    [Fact]
    public void EachMemberIsAMetricAndTheOnesWithoutAValueAreLeftOut()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            run.Log(new Epoch(1.0 / epoch, epoch, epoch == 2 ? 5 : null), epoch);
        }

        var metrics = store.Read(run).Metrics;
        Assert.Equal(new RecordedMetric(1.0 / 3, 1.0 / 3, 1, 3, 3), metrics["loss"]);
        Assert.Equal(new RecordedMetric(3, 1, 3, 3, 3), metrics["accuracy"]);
        Assert.Equal(new RecordedMetric(5, 5, 5, 1, 2), metrics["validation"]);
        Assert.Equal("", store.Shown.ToString());
    }

    [Fact]
    public void LoggingARowAllocatesNothing()
    {
        using var store = new TestStore(ringCapacity: 64 * 1024);
        using var run = store.Begin();
        Assert.Equal(0, Allocations.Of(() => LogMany(run)));

        static void LogMany(Run run)
        {
            for (var i = 0; i < 1_000; i++)
            {
                var epoch = new Epoch(i, i, i);
                run.Log(in epoch, i);
                run.Log(new Wide(i), i);
            }
        }
    }

    [Fact]
    public void AllValuesOfARowHaveOneTime()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        for (var step = 0; step < 200; step++)
        {
            run.Log(new Wide(1), step);
            store.Recorder.Wake(); // A drain may well find half a row.
        }

        Assert.Equal(Wide.Names, store.Read(run).Metrics.Keys);
        Assert.Equal([1L], store.Query("SELECT MAX(times) FROM (SELECT COUNT(DISTINCT timestamp) AS times FROM metrics GROUP BY step)", static row => row.GetInt64(0)));
    }

    [Fact]
    public void RowsOfManyThreadsMeetAFullRingAndNothingIsLost()
    {
        using var store = new TestStore(ringCapacity: 8); // Less than a row.
        using var run = store.Begin();
        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < 200; i++)
            {
                run.Log(new Wide(thread), (thread * 200) + i);
            }
        });

        var metrics = store.Read(run).Metrics;
        Assert.Equal(Wide.Names, metrics.Keys);
        Assert.All(metrics.Values, static metric => Assert.Equal(new RecordedMetric(3, 0, 3, 800, 799), metric));
        Assert.True(store.Recorder.Waits > 0);
    }

    [Fact]
    public void AGetterThatThrowsIsToldAndTheRestOfTheRunIsRecorded()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.Log(new Breaking(), 1);
        run.Log(new Epoch(1, 1), 1);

        Assert.Equal(["accuracy", "before", "loss"], store.Read(run).Metrics.Keys);
        Assert.Contains("no value yet", store.Shown.ToString());
    }

    [Fact]
    public void AGetterMayLogMoreThanTheRingHolds()
    {
        using var store = new TestStore(ringCapacity: 16);
        using var run = store.Begin();
        run.Log(new Logging(run, times: 1_000), 1);

        var metrics = store.Read(run).Metrics;
        Assert.Equal((1_000, 1), (metrics["inner"].Count, metrics["outer"].Count));
    }

    [Fact]
    public void ATypeThatIsNoMetricsTypeIsToldOnceWithItsCure()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.Log(new Version(1, 2), 1);
        run.Log(new Version(1, 2), 2);
        run.Log<Breaking>(null!, 1);

        Assert.Empty(store.Read(run).Metrics);
        Assert.Equal(3, store.Recorder.Faults.Count);
        var shown = store.Shown.ToString();
        Assert.Single(shown.Split('\n'), static line => line.Contains("'System.Version'"));
        Assert.Contains("Put [Metrics] on the type", shown);
        Assert.Contains("null in place of", shown);
    }

    [Fact]
    public void ANameAndAWholeNumberAreOneMetricValue()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.Log("epochs", 3);
        run.Log("loss", 0.5f, 2);

        Assert.Equal(["epochs", "loss"], store.Read(run).Metrics.Keys);
    }

    [Fact]
    public void OutsideARunARowIsIgnored() => Run.Current.Log(new Epoch(1, 1), 1);

    [Fact]
    public void ARowTakesItsSlotsAtOnce()
    {
        var ring = new RecordRing(8);
        MetricValue[] row = [new() { Name = "a", Value = 1 }, new() { Name = "b", Value = 2 }, new() { Name = "c", Value = 3 }];
        for (var lap = 0; lap < 5; lap++)
        {
            Assert.True(ring.TryPush(Run.Current, row, lap, 0) >= 0);
            Assert.True(ring.TryPush(Run.Current, row, lap, 0) >= 0);
            Assert.Equal(-1, ring.TryPush(Run.Current, row, lap, 0)); // Two slots are left: too few.
            Assert.Equal(6, ring.Count);
            foreach (var value in row.Concat(row))
            {
                Assert.True(ring.TryPop(out var record));
                Assert.Equal((value.Name, value.Value, lap), (record.What, record.Value, record.Step));
            }
        }
    }
}
