using System.Text;

namespace MlOps.Silicon.Nvidia;

/// <summary>The devices of NVML, in the one order that metrics and detection share.</summary>
internal static class NvmlDevices
{
    /// <summary>The GPUs that this process may ask; MLflow and CUDA count them in the same way unless told otherwise.</summary>
    public static IEnumerable<nint> All(INvml nvml)
    {
        var count = nvml.Count(out var all) == NvmlStatus.Success ? all : 0;
        for (uint index = 0; index < count; index++)
        {
            if (nvml.Device(index, out var device) == NvmlStatus.Success)
            {
                yield return device;
            }
        }
    }

    /// <summary>The parts of a GPU that is split (MIG).</summary>
    public static IEnumerable<nint> Parts(INvml nvml, nint device)
    {
        var isSplit = nvml.Number(NvmlNumber.IsSplit, device, out var mode) == NvmlStatus.Success && mode == 1;
        var limit = isSplit && nvml.Number(NvmlNumber.PartLimit, device, out var places) == NvmlStatus.Success ? places : 0;
        for (uint index = 0; index < limit; index++)
        {
            if (nvml.Part(device, index, out var part) == NvmlStatus.Success)
            {
                yield return part;
            }
        }
    }

    /// <summary>A text of a device, or of the driver.</summary>
    public static string? Text(INvml nvml, NvmlText text, nint device = 0)
    {
        Span<byte> buffer = stackalloc byte[96];
        if (nvml.Text(text, device, buffer) != NvmlStatus.Success)
        {
            return null;
        }

        var end = buffer.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? buffer : buffer[..end]) is { Length: > 0 } found ? found : null;
    }
}
