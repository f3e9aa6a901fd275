using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Nvidia;

/// <summary>The samplers of NVIDIA's GPUs.</summary>
internal static class NvmlSamplers
{
    /// <summary>One for all GPUs.</summary>
    public static IEnumerable<ISampler> Create()
    {
        yield return new NvmlSampler();
    }
}
