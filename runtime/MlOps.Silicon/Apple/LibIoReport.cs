using System.Runtime.InteropServices;

namespace MlOps.Silicon.Apple;

/// <summary>The library that reads the counters of drivers. It is private to the system, so any of its functions may be missing one day.</summary>
internal sealed unsafe class LibIoReport
{
    public readonly delegate* unmanaged<nint, nint, ulong, ulong, ulong, nint> CopyChannelsInGroup;
    public readonly delegate* unmanaged<nint, nint, nint, void> MergeChannels;
    public readonly delegate* unmanaged<nint, nint, nint*, ulong, nint, nint> CreateSubscription;
    public readonly delegate* unmanaged<nint, nint, nint, nint> CreateSamples;
    public readonly delegate* unmanaged<nint, nint, nint, nint> CreateSamplesDelta;
    public readonly delegate* unmanaged<nint, int, long> SimpleGetIntegerValue;
    public readonly delegate* unmanaged<nint, nint> ChannelGetGroup;
    public readonly delegate* unmanaged<nint, nint> ChannelGetSubGroup;
    public readonly delegate* unmanaged<nint, nint> ChannelGetChannelName;
    public readonly delegate* unmanaged<nint, nint> ChannelGetUnitLabel;
    public readonly delegate* unmanaged<nint, int> StateGetCount;
    public readonly delegate* unmanaged<nint, int, nint> StateGetNameForIndex;
    public readonly delegate* unmanaged<nint, int, long> StateGetResidency;

    private LibIoReport(nint library)
    {
        CopyChannelsInGroup = (delegate* unmanaged<nint, nint, ulong, ulong, ulong, nint>)Find(library, nameof(CopyChannelsInGroup));
        MergeChannels = (delegate* unmanaged<nint, nint, nint, void>)Find(library, nameof(MergeChannels));
        CreateSubscription = (delegate* unmanaged<nint, nint, nint*, ulong, nint, nint>)Find(library, nameof(CreateSubscription));
        CreateSamples = (delegate* unmanaged<nint, nint, nint, nint>)Find(library, nameof(CreateSamples));
        CreateSamplesDelta = (delegate* unmanaged<nint, nint, nint, nint>)Find(library, nameof(CreateSamplesDelta));
        SimpleGetIntegerValue = (delegate* unmanaged<nint, int, long>)Find(library, nameof(SimpleGetIntegerValue));
        ChannelGetGroup = (delegate* unmanaged<nint, nint>)Find(library, nameof(ChannelGetGroup));
        ChannelGetSubGroup = (delegate* unmanaged<nint, nint>)Find(library, nameof(ChannelGetSubGroup));
        ChannelGetChannelName = (delegate* unmanaged<nint, nint>)Find(library, nameof(ChannelGetChannelName));
        ChannelGetUnitLabel = (delegate* unmanaged<nint, nint>)Find(library, nameof(ChannelGetUnitLabel));
        StateGetCount = (delegate* unmanaged<nint, int>)Find(library, nameof(StateGetCount));
        StateGetNameForIndex = (delegate* unmanaged<nint, int, nint>)Find(library, nameof(StateGetNameForIndex));
        StateGetResidency = (delegate* unmanaged<nint, int, long>)Find(library, nameof(StateGetResidency));
    }

    /// <summary>Loads the library.</summary>
    /// <param name="absence">What is missing.</param>
    public static LibIoReport? TryLoad(out string? absence)
    {
        try
        {
            absence = null;
            if (NativeLibrary.TryLoad("/usr/lib/libIOReport.dylib", out var library)) // No file has that name: it is part of the system's cache.
            {
                return new LibIoReport(library);
            }

            absence = "this system has no libIOReport";
        }
        catch (EntryPointNotFoundException problem)
        {
            absence = $"the libIOReport of this system has no {problem.Message}";
        }

        return null;
    }

    private static nint Find(nint library, string name) =>
        NativeLibrary.TryGetExport(library, "IOReport" + name, out var address) ? address : throw new EntryPointNotFoundException("IOReport" + name);
}
