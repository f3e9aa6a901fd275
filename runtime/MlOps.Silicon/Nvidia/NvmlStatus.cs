namespace MlOps.Silicon.Nvidia;

/// <summary>What a call of NVML answers (nvmlReturn_t): those that mean something to us.</summary>
internal enum NvmlStatus
{
    Success = 0,
    InvalidArgument = 2,
    NotSupported = 3,
    NoPermission = 4,
    NotFound = 6,
    InsufficientSize = 7,
    DriverNotLoaded = 9,
    LibraryNotFound = 12,
    FunctionNotFound = 13,
    GpuIsLost = 15,
    ArgumentVersionMismatch = 25,
}

internal static class NvmlStatuses
{
    /// <summary>Whether the answer will be the same however often one asks: the device, the driver or the user lacks what it takes.</summary>
    public static bool IsFinal(this NvmlStatus status) => status
        is NvmlStatus.InvalidArgument or NvmlStatus.NotSupported or NvmlStatus.NoPermission
        or NvmlStatus.FunctionNotFound or NvmlStatus.ArgumentVersionMismatch;
}
