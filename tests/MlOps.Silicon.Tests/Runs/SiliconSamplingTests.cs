using MlOps.Silicon;
using MlOps.Silicon.Sampling;
using MlOps.Tests.Support;

namespace MlOps.Tests.Runs;

/// <summary>What concerns the whole process, such as its environment: one test at a time, and no others beside.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;

[Collection(nameof(WholeProcess))]
public sealed class SiliconSamplingTests : IDisposable
{
    private readonly string? _choice = Environment.GetEnvironmentVariable("MLOPS_SILICON");
    private readonly string? _grams = Environment.GetEnvironmentVariable("MLOPS_CO2_GRAMS_PER_KWH");
    private readonly IRunWatcher? _watcher = RunObserver.Watcher;
    private readonly IRunObserver? _observer = RunObserver.Current;

    public SiliconSamplingTests() => RunObserver.Watcher = null;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MLOPS_SILICON", _choice);
        Environment.SetEnvironmentVariable("MLOPS_CO2_GRAMS_PER_KWH", _grams);
        RunObserver.Watcher = _watcher;
        RunObserver.Current = _observer;
    }

    [Theory]
    [InlineData("off", false)]
    [InlineData(" OFF ", false)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("lite", true)]
    [InlineData("full", true)]
    [InlineData("nonsense", true)]
    [InlineData("", true)]
    [InlineData(null, true)]
    public void TheEnvironmentOverrulesTheBuild(string? choice, bool isOn)
    {
        Environment.SetEnvironmentVariable("MLOPS_SILICON", choice);
        SiliconSampling.Enable();
        Assert.Equal(isOn, RunObserver.Watcher is not null);
    }

    [Fact]
    public void ASecondCallChangesNothing()
    {
        Environment.SetEnvironmentVariable("MLOPS_SILICON", null);
        SiliconSampling.Enable(SiliconDetail.Lite);
        var first = RunObserver.Watcher;
        SiliconSampling.Enable(SiliconDetail.Full);
        Assert.Same(first, RunObserver.Watcher);
    }

    [Theory]
    [InlineData("400", 400.0)]
    [InlineData("0", 0.0)]
    [InlineData("12.5", 12.5)]
    [InlineData("-1", null)]
    [InlineData("clean", null)]
    [InlineData("NaN", null)]
    [InlineData(null, null)]
    public void TheGridEmitsWhatItsOwnerSays(string? text, double? grams)
    {
        Environment.SetEnvironmentVariable("MLOPS_CO2_GRAMS_PER_KWH", text);
        Assert.Equal(grams, SiliconSampling.GramsPerKilowattHour);
    }

    [Fact]
    public void TheLiteSourcesAreProcessorsAndMemory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux");
        using var lane = new Lane(Sources.Of(SiliconDetail.Lite));
        lane.Sample(new Moment(1));
        Assert.Empty(lane.Absent);
        Assert.All(lane.Table.Metrics, static metric => Assert.Matches("^system/(cpu|process|system_memory|swap)_", metric.Name));
    }

    [Fact]
    public void SwitchedOffNothingIsLookedAtAndAGovernorDoesNothing()
    {
        Environment.SetEnvironmentVariable("MLOPS_SILICON", "off");
        using var governor = new ThermalGovernor(new ThermalOptions { Policy = ThermalPolicy.PauseToCool });
        governor.Step(TestContext.Current.CancellationToken);
        Assert.Equal(ThermalLevel.Nominal, governor.Level);
        Assert.Equal(Environment.ProcessorCount, governor.LoaderParallelism);
    }

    [Fact]
    public void TheGovernorOfARunIsOneAndDoesWhatItsAttributeAllows()
    {
        Environment.SetEnvironmentVariable("MLOPS_SILICON", null);
        SiliconSampling.Enable();
        var run = new ObservedRun { Thermal = ThermalPolicy.HalveMicroBatches };
        RunObserver.Current = new Observer(run);
        RunObserver.Watcher!.RunBegan(run);
        var governors = new ThermalGovernor[16];
        Parallel.For(0, governors.Length, index => governors[index] = ThermalGovernor.Current);
        Assert.Single(governors.Distinct());

        RunObserver.Current = new Observer(null);
        Assert.NotSame(governors[0], ThermalGovernor.Current);
        RunObserver.Watcher!.RunEnded(run);
        governors[0].Step(TestContext.Current.CancellationToken); // Goes on without it.
    }

    [Fact]
    public void ParallelAndNestedRunsAllHaveAFirstAndALastSample()
    {
        Environment.SetEnvironmentVariable("MLOPS_SILICON", null);
        SiliconSampling.Enable();
        var watcher = RunObserver.Watcher!;
        var runs = Enumerable.Range(0, 20).Select(static _ => new ObservedRun()).ToArray();
        Parallel.ForEach(runs, run =>
        {
            var nested = new ObservedRun();
            watcher.RunBegan(run);
            watcher.RunBegan(nested);
            Thread.Sleep(50);
            watcher.RunEnded(nested);
            watcher.RunEnded(run);
            watcher.RunEnded(run); // A second end is none.
            Assert.True(SpinWait.SpinUntil(() => !nested.Metrics.IsEmpty && run.Of("system/process_memory_rss_megabytes").Length > 1, TimeSpan.FromSeconds(10)));
        });
    }

    private sealed class Observer(IObservedRun? run) : IRunObserver
    {
        public IObservedRun? CurrentRun => run;

        public void DatasetUsed(Dataset dataset, string path)
        {
        }
    }
}
