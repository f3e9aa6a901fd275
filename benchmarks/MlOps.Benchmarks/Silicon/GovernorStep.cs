using BenchmarkDotNet.Attributes;
using MlOps.Silicon.Thermal;

namespace MlOps.Benchmarks.Silicon;

/// <summary>What asking the governor costs a step when nothing is hot: a loop that asks, beside one that does not.</summary>
public class GovernorStep
{
    private const int Steps = 1000;

    private static readonly ThermalGovernor s_governor = new(new ThermalTracker(), new ThermalOptions { Policy = ThermalPolicy.PauseToCool });

    [Benchmark(Baseline = true, OperationsPerInvoke = Steps)]
    public int EmptyLoop()
    {
        var sum = 0;
        for (var step = 0; step < Steps; step++)
        {
            sum += step;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Steps)]
    public int LoopThatAsks()
    {
        var (sum, governor) = (0, s_governor);
        for (var step = 0; step < Steps; step++)
        {
            governor.Step();
            sum += step;
        }

        return sum;
    }
}
