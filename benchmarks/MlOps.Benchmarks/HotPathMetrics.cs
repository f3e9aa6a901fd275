using BenchmarkDotNet.Attributes;

namespace MlOps.Benchmarks;

/// <summary>What a value of a <c>[Metrics]</c> type costs the training thread: rows of four, with the writer that the build generates.</summary>
public class HotPathMetrics : RecordedRun
{
    private const int ValuesOfARow = 4;

    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public void LogRow()
    {
        var run = Run;
        for (var step = 0; step < Batch.Size / ValuesOfARow; step++)
        {
            run.Log(new Epoch(step, step, step, step), step);
        }
    }

    protected override void Prepare() => MetricsOf<Epoch>.Register(static (in Epoch values, ref MetricsRow row) =>
    {
        row.Add("loss", values.Loss);
        row.Add("accuracy", values.Accuracy);
        row.Add("validation_loss", values.ValidationLoss);
        row.Add("validation_accuracy", values.ValidationAccuracy);
    });

    protected override void LogBatch() => LogRow();

    private readonly record struct Epoch(double Loss, double Accuracy, double ValidationLoss, double ValidationAccuracy);
}
