using MlOps.Silicon.Drm;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Amd;

/// <summary>The samplers of AMD's GPUs.</summary>
internal static class AmdSamplers
{
    /// <summary>One for all cards.</summary>
    /// <param name="root">Where the file system begins.</param>
    public static IEnumerable<ISampler> Create(string root = "/")
    {
        yield return new DrmSampler("amdgpu", () => AmdDetection.Cards(root), card => new AmdGpu(card, root));
    }
}
