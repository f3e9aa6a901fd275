using System.Text;
using MlOps.Silicon.Nvidia;

namespace MlOps.Tests.Nvidia;

/// <summary>A machine with GPUs that can be given any state, and that counts what it is asked.</summary>
internal sealed class FakeNvml : INvml
{
    public List<FakeGpu> Gpus { get; } = [];

    public string Driver { get; set; } = "580.65.06";

    public bool IsDisposed { get; private set; }

    public NvmlStatus Count(out uint count)
    {
        count = (uint)Gpus.Count;
        return NvmlStatus.Success;
    }

    // Handles: the GPU in the tens, its parts in the ones.
    public NvmlStatus Device(uint index, out nint device)
    {
        device = 10 * ((nint)index + 1);
        return Gpus[(int)index].Status;
    }

    public NvmlStatus Part(nint device, uint index, out nint part)
    {
        part = device + 1 + (nint)index;
        return index < Of(device).Parts.Count ? NvmlStatus.Success : NvmlStatus.NotFound;
    }

    public NvmlStatus Text(NvmlText text, nint device, Span<byte> buffer)
    {
        var value = text switch { NvmlText.DriverVersion => Driver, NvmlText.Name => Of(device).Name, _ => Of(device).Uuid };
        buffer[Encoding.UTF8.GetBytes(value, buffer)] = 0;
        return NvmlStatus.Success;
    }

    public NvmlStatus Number(NvmlNumber number, nint device, out ulong value)
    {
        var gpu = Of(device);
        gpu.Asked.Add(number);
        var has = gpu.Numbers.TryGetValue(number, out value);
        return gpu.Status != NvmlStatus.Success ? gpu.Status : has ? NvmlStatus.Success : NvmlStatus.NotSupported;
    }

    public NvmlStatus Utilization(nint device, out NvmlUtilization utilization)
    {
        utilization = Of(device).Utilization ?? default;
        return Of(device).Answer(Of(device).Utilization is not null);
    }

    public NvmlStatus Memory(nint device, out NvmlMemory memory)
    {
        memory = Of(device).Memory ?? default;
        return Of(device).Answer(Of(device).Memory is not null);
    }

    public NvmlStatus Processes(nint device, Span<NvmlProcess> processes, out int count)
    {
        var gpu = Of(device);
        count = gpu.Processes?.Count ?? 0;
        if (count > processes.Length)
        {
            return NvmlStatus.InsufficientSize;
        }

        gpu.Processes?.ToArray().CopyTo(processes);
        return gpu.Answer(gpu.Processes is not null);
    }

    public NvmlStatus Shares(nint device, ulong since, Span<NvmlShare> shares, out int count)
    {
        var gpu = Of(device);
        var found = gpu.Shares?.Where(share => share.Time > since).ToArray() ?? [];
        count = found.Length;
        if (count > shares.Length)
        {
            return NvmlStatus.InsufficientSize;
        }

        found.CopyTo(shares);
        return gpu.Shares is not null && count == 0 ? NvmlStatus.NotFound : gpu.Answer(gpu.Shares is not null);
    }

    public void Dispose() => IsDisposed = true;

    private FakeGpu Of(nint device)
    {
        var gpu = Gpus[((int)device / 10) - 1];
        return device % 10 == 0 ? gpu : gpu.Parts[(int)(device % 10) - 1];
    }
}

/// <summary>What is <see langword="null"/> or left out is not supported.</summary>
internal sealed class FakeGpu
{
    public NvmlStatus Status { get; set; } = NvmlStatus.Success;

    public string Name { get; init; } = "NVIDIA H100 80GB HBM3";

    public string Uuid { get; init; } = "GPU-0";

    public Dictionary<NvmlNumber, ulong> Numbers { get; } = [];

    public NvmlUtilization? Utilization { get; set; }

    public NvmlMemory? Memory { get; set; }

    public List<NvmlProcess>? Processes { get; set; }

    public List<NvmlShare>? Shares { get; set; }

    public List<FakeGpu> Parts { get; } = [];

    public List<NvmlNumber> Asked { get; } = [];

    public NvmlStatus Answer(bool has) => Status != NvmlStatus.Success ? Status : has ? NvmlStatus.Success : NvmlStatus.NotSupported;

    /// <summary>A GPU that has everything.</summary>
    public static FakeGpu Full() => new()
    {
        Utilization = new NvmlUtilization { Gpu = 87, Memory = 41 },
        Memory = new NvmlMemory { Total = 80_000_000_000, Used = 20_000_000_000, Free = 60_000_000_000 },
        Processes = [],
        Shares = [],
        Numbers =
        {
            [NvmlNumber.Power] = 350_000,
            [NvmlNumber.PowerLimit] = 700_000,
            [NvmlNumber.Energy] = 5_000_000,
            [NvmlNumber.Temperature] = 64,
            [NvmlNumber.Clock] = 1980,
            [NvmlNumber.MemoryClock] = 2619,
            [NvmlNumber.Fan] = 30,
            [NvmlNumber.ClockReasons] = 0,
            [NvmlNumber.IsSplit] = 0,
            [NvmlNumber.Cores] = 16896,
        },
    };
}
