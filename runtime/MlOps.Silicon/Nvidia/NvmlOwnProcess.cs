namespace MlOps.Silicon.Nvidia;

/// <summary>
/// What this process has of a GPU. It may be missing from the lists of NVML because it does not use the GPU, and also because a
/// container hides its number: only after it was seen once does its absence mean zero.
/// </summary>
internal sealed class NvmlOwnProcess(INvml nvml, nint device, uint pid)
{
    private NvmlProcess[] _processes = new NvmlProcess[32];
    private NvmlShare[] _shares = new NvmlShare[32];
    private ulong _lastShare;
    private bool _isSeen;

    /// <summary>The memory that it holds, bytes; <see cref="double.NaN"/> if that is not known.</summary>
    public NvmlStatus Memory(out double bytes)
    {
        var status = nvml.Processes(device, _processes, out var count);
        if (status == NvmlStatus.InsufficientSize && count > _processes.Length)
        {
            _processes = new NvmlProcess[count + 16];
            status = nvml.Processes(device, _processes, out count);
        }

        bytes = double.NaN;
        if (status == NvmlStatus.Success)
        {
            ulong used = 0;
            foreach (var process in _processes.AsSpan(0, Math.Min(count, _processes.Length)))
            {
                _isSeen |= process.Pid == pid;
                used = process.Pid != pid || used == NvmlProcess.Unknown ? used
                    : process.UsedMemory == NvmlProcess.Unknown ? NvmlProcess.Unknown
                    : used + process.UsedMemory; // A process is listed once for each part of a GPU that is split.
            }

            bytes = !_isSeen || used == NvmlProcess.Unknown ? double.NaN : used;
        }

        return status;
    }

    /// <summary>The percentage of the time in which it computed; <see cref="double.NaN"/> if that is not known.</summary>
    public NvmlStatus Share(out double percent)
    {
        var status = nvml.Shares(device, _lastShare, _shares, out var count);
        if (status == NvmlStatus.InsufficientSize && count > _shares.Length)
        {
            _shares = new NvmlShare[count + 16];
            status = nvml.Shares(device, _lastShare, _shares, out count);
        }

        percent = double.NaN;
        if (status is not NvmlStatus.Success and not NvmlStatus.NotFound)
        {
            return status;
        }

        NvmlShare own = default;
        foreach (var share in status == NvmlStatus.Success ? _shares.AsSpan(0, Math.Min(count, _shares.Length)) : default)
        {
            _lastShare = Math.Max(_lastShare, share.Time);
            own = share.Pid == pid && share.Time >= own.Time ? share : own;
        }

        _isSeen |= own.Pid == pid;
        percent = _isSeen && own.Gpu <= 100 ? own.Gpu : double.NaN; // Some drivers answer nonsense now and then.
        return NvmlStatus.Success;
    }
}
