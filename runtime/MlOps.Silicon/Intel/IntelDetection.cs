using System.Globalization;
using MlOps.Silicon.Drm;
using MlOps.Silicon.Linux;

namespace MlOps.Silicon.Intel;

/// <summary>The GPUs of Intel.</summary>
internal static class IntelDetection
{
    private const string Vendor = "0x8086";

    /// <summary>The cards in their order, numbered from zero.</summary>
    /// <param name="root">Where the file system begins.</param>
    public static IReadOnlyList<GpuInfo> Gpus(string root = "/") =>
    [
        .. Cards(root).Select(static (card, index) => new GpuInfo
        {
            Index = index,
            Vendor = "Intel",
            Name = card.Model?.ToLowerInvariant(),
            Memory = Memory(card),
            Driver = card.Driver,
            PowerLimit = (card.Sensor("power1_max") is > 0 and var set ? set : card.Sensor("power1_rated_max")) is > 0 and var microwatts ? microwatts / 1e6 : null,
        }),
    ];

    internal static IEnumerable<DrmCard> Cards(string root) => DrmCard.All(root, Vendor);

    // Told by i915, of cards that have memory of their own.
    private static long? Memory(DrmCard card) =>
        long.TryParse(SystemFile.TryReadText(Path.Combine(card.Folder, "lmem_total_bytes")), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
}
