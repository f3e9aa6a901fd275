using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Apple;

/// <summary>The GPUs that macOS drives: several sources tell of the same ones, under one number.</summary>
internal sealed class AppleGpu
{
    private readonly List<GpuMetrics> _gpus = [];

    /// <summary>The metrics of a GPU.</summary>
    /// <param name="table">Where they go.</param>
    /// <param name="index">Which of them; on Apple's chips there is but one.</param>
    public GpuMetrics Metrics(MetricTable table, int index = 0)
    {
        while (_gpus.Count <= index)
        {
            _gpus.Add(new GpuMetrics(table));
        }

        return _gpus[index];
    }
}
