using MlOps.Silicon.Drm;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Intel;

/// <summary>The samplers of Intel's GPUs.</summary>
internal static class IntelSamplers
{
    /// <summary>One for all cards.</summary>
    /// <param name="root">Where the file system begins.</param>
    public static IEnumerable<ISampler> Create(string root = "/")
    {
        yield return new DrmSampler("i915/xe", () => IntelDetection.Cards(root), card => new IntelGpu(card, root));
    }
}
