using MlOps.Silicon.Drm;

namespace MlOps.Silicon.Amd;

/// <summary>The GPUs of AMD.</summary>
internal static class AmdDetection
{
    private const string Vendor = "0x1002";

    /// <summary>The cards in their order, numbered from zero.</summary>
    /// <param name="root">Where the file system begins.</param>
    public static IReadOnlyList<GpuInfo> Gpus(string root = "/") =>
    [
        .. Cards(root).Select(static (card, index) => new GpuInfo
        {
            Index = index,
            Vendor = "AMD",
            Name = card.Text("product_name") ?? card.Model?.ToLowerInvariant(),
            Uuid = card.Text("unique_id"),
            Memory = card.Number("mem_info_vram_total"),
            Driver = card.Driver,
            PowerLimit = card.Sensor("power1_cap") is > 0 and var microwatts ? microwatts / 1e6 : null,
        }),
    ];

    internal static IEnumerable<DrmCard> Cards(string root) => DrmCard.All(root, Vendor);
}
