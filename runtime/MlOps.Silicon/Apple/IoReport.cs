using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MlOps.Silicon.Apple;

/// <summary>The counters of the drivers of this Mac.</summary>
/// <param name="tick">The seconds of a tick of the kernel's clock.</param>
#pragma warning disable CA2216 // There is one in a process, and it lives as long: its sampler disposes of it.
internal sealed unsafe class IoReport(double tick) : IIoReport
#pragma warning restore CA2216
{
    private const int ElementSize = 64; // IOReportElement of the kernel's headers
    private const int ElementTimestamp = 24;

    private readonly nint _channelsKey = CoreFoundation.Text("IOReportChannels\0"u8);
    private readonly nint _elementsKey = CoreFoundation.Text("RawElements\0"u8);
    private LibIoReport? _library;
    private nint _wanted;
    private nint _subscription;
    private nint _sample;
    private nint _delta;
    private nint _sampleItems;
    private nint _deltaItems;

    public IReadOnlyList<IoChannel> Channels { get; private set; } = [];

    public string? Open(Func<IoChannel, bool> isWanted)
    {
        _library = LibIoReport.TryLoad(out var absence);
        if (_library is null)
        {
            return absence;
        }

        _wanted = Select(Copy(), isWanted);
        if (_wanted == 0 || CoreFoundation.ArrayGetCount(CoreFoundation.DictionaryGetValue(_wanted, _channelsKey)) == 0)
        {
            return "no driver reports power or performance states; in a virtual machine none does";
        }

        nint subscribed; // Whose it is nobody tells: left alone, it costs some memory once.
        _subscription = _library.CreateSubscription(0, _wanted, &subscribed, 0, 0);
        _sample = _subscription == 0 ? 0 : _library.CreateSamples(_subscription, _wanted, 0);
        if (_sample == 0)
        {
            return "the system refuses a subscription";
        }

        _sampleItems = CoreFoundation.DictionaryGetValue(_sample, _channelsKey);
        Channels = [.. Enumerable.Range(0, Count(_sampleItems)).Select(index => Describe(CoreFoundation.ArrayGetValueAtIndex(_sampleItems, index), States(CoreFoundation.ArrayGetValueAtIndex(_sampleItems, index))))];
        return null;
    }

    public bool Advance()
    {
        Free(ref _delta);
        _deltaItems = 0;
        var sample = _library!.CreateSamples(_subscription, _wanted, 0);
        if (sample == 0)
        {
            return false;
        }

        _delta = _library.CreateSamplesDelta(_sample, sample, 0);
        Free(ref _sample);
        _sample = sample;
        _sampleItems = CoreFoundation.DictionaryGetValue(_sample, _channelsKey);
        _deltaItems = _delta == 0 ? 0 : CoreFoundation.DictionaryGetValue(_delta, _channelsKey);
        return Count(_deltaItems) == Channels.Count && Count(_sampleItems) == Channels.Count; // In the order of the subscription, so names need not be read again.
    }

    public long Value(int channel) => _library!.SimpleGetIntegerValue(CoreFoundation.ArrayGetValueAtIndex(_deltaItems, channel), 0);

    public double UpdatedAt(int channel)
    {
        var elements = CoreFoundation.ToData(CoreFoundation.DictionaryGetValue(CoreFoundation.ArrayGetValueAtIndex(_sampleItems, channel), _elementsKey));
        var ticks = elements.Length < ElementSize ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(elements[ElementTimestamp..]);
        return ticks > 0 ? ticks * tick : double.NaN;
    }

    public long Residency(int channel, int state) => _library!.StateGetResidency(CoreFoundation.ArrayGetValueAtIndex(_deltaItems, channel), state);

    public void Dispose()
    {
        Free(ref _delta);
        Free(ref _sample);
        Free(ref _subscription);
        Free(ref _wanted);
    }

    private static int Count(nint array) => array == 0 ? 0 : (int)CoreFoundation.ArrayGetCount(array);

    private static void Free(ref nint item)
    {
        if (item != 0)
        {
            CoreFoundation.Release(item);
            item = 0;
        }
    }

    // The channels of the groups that have what is wanted.
    private nint Copy()
    {
        nint all = 0;
        foreach (var name in (ReadOnlySpan<string>)["Energy Model", "CPU Stats", "GPU Stats"])
        {
            var group = CoreFoundation.Text(System.Text.Encoding.UTF8.GetBytes(name + '\0'));
            var channels = _library!.CopyChannelsInGroup(group, 0, 0, 0, 0);
            if (all != 0 && channels != 0)
            {
                _library.MergeChannels(all, channels, 0);
                Free(ref channels);
            }

            all = all == 0 ? channels : all;
            Free(ref group);
        }

        return all;
    }

    // The same with the wanted channels only. Takes the channels over.
    private nint Select(nint channels, Func<IoChannel, bool> isWanted)
    {
        var items = channels == 0 ? 0 : CoreFoundation.DictionaryGetValue(channels, _channelsKey);
        if (items == 0)
        {
            Free(ref channels);
            return 0;
        }

        var callbacks = NativeLibrary.GetExport(NativeLibrary.Load(CoreFoundation.Path), "kCFTypeArrayCallBacks");
        var selected = CoreFoundation.ArrayCreateMutable(0, 0, callbacks);
        for (var index = 0; index < Count(items); index++)
        {
            var item = CoreFoundation.ArrayGetValueAtIndex(items, index);
            if (isWanted(Describe(item, [])))
            {
                CoreFoundation.ArrayAppendValue(selected, item);
            }
        }

        var result = CoreFoundation.DictionaryCreateMutableCopy(0, 0, channels);
        CoreFoundation.DictionarySetValue(result, _channelsKey, selected);
        Free(ref selected);
        Free(ref channels);
        return result;
    }

    private IoChannel Describe(nint item, IReadOnlyList<string> states) => new(
        CoreFoundation.ToText(_library!.ChannelGetGroup(item)),
        CoreFoundation.ToText(_library.ChannelGetSubGroup(item)),
        CoreFoundation.ToText(_library.ChannelGetChannelName(item)),
        CoreFoundation.ToText(_library.ChannelGetUnitLabel(item)).Trim(),
        states);

    // Their count is negative for channels without states.
    private List<string> States(nint item)
    {
        var states = new List<string>();
        for (var state = 0; state < _library!.StateGetCount(item); state++)
        {
            states.Add(CoreFoundation.ToText(_library.StateGetNameForIndex(item, state)));
        }

        return states;
    }
}
