using BenchmarkDotNet.Attributes;

namespace MlOps.Benchmarks;

/// <summary>What a logged value costs the training thread.</summary>
public class HotPathLog : RecordedRun
{
    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public void Log()
    {
        var run = Run;
        for (var step = 0; step < Batch.Size; step++)
        {
            run.Log(Batch.Metric, step, step);
        }
    }

    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public void CurrentLog()
    {
        for (var step = 0; step < Batch.Size; step++)
        {
            MlOps.Run.Current.Log(Batch.Metric, step, step);
        }
    }

    protected override void LogBatch() => Log();
}
