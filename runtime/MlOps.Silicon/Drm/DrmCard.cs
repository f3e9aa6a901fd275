using System.Globalization;
using MlOps.Silicon.Linux;

namespace MlOps.Silicon.Drm;

/// <summary>A graphics card as Linux shows it below <c>/sys/class/drm</c>.</summary>
/// <param name="path">Its folder, such as <c>/sys/class/drm/card0</c>.</param>
internal sealed class DrmCard(string path)
{
    private readonly string _events = SystemFile.TryReadText(Path.Combine(path, "device", "uevent")) ?? "";

    public string Folder => path;

    public string Device => Path.Combine(path, "device");

    /// <summary>The kernel's driver: <c>amdgpu</c>, <c>i915</c>, <c>xe</c>.</summary>
    public string? Driver => Event("DRIVER=");

    /// <summary>Where it is plugged in, such as <c>0000:09:00.0</c>.</summary>
    public string? Slot => Event("PCI_SLOT_NAME=");

    /// <summary>The numbers of maker and model, such as <c>1002:687F</c>.</summary>
    public string? Model => Event("PCI_ID=");

    /// <summary>The folder of its sensors; <see langword="null"/> if it has none.</summary>
    public string? Sensors { get; } = Folders(Path.Combine(path, "device", "hwmon"), "hwmon").FirstOrDefault();

    /// <summary>The cards of a maker, in the order of their numbers.</summary>
    /// <param name="root">Where the file system begins.</param>
    /// <param name="vendor">The number of the maker as PCI knows it, such as <c>0x1002</c>.</param>
    public static IEnumerable<DrmCard> All(string root, string vendor) =>
        from folder in Folders(Path.Combine(root, "sys/class/drm"), "card")
        where SystemFile.TryReadText(Path.Combine(folder, "device", "vendor")) == vendor
        select new DrmCard(folder);

    /// <summary>A short text of the card; <see langword="null"/> if it is empty or not there.</summary>
    public string? Text(string file) => SystemFile.TryReadText(Path.Combine(Device, file)) is { Length: > 0 } text ? text : null;

    /// <summary>A number of the card.</summary>
    public long? Number(string file) => Number(Device, file);

    /// <summary>A number of its sensors.</summary>
    public long? Sensor(string file) => Sensors is null ? null : Number(Sensors, file);

    // Folders with a number behind their name: not card0-HDMI-A-1.
    private static IEnumerable<string> Folders(string parent, string prefix)
    {
        try
        {
            return
                from folder in Directory.Exists(parent) ? Directory.GetDirectories(parent, prefix + "*") : []
                let number = int.TryParse(Path.GetFileName(folder.AsSpan())[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1
                where number >= 0
                orderby number
                select folder;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long? Number(string folder, string file) =>
        long.TryParse(SystemFile.TryReadText(Path.Combine(folder, file)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string? Event(string key) =>
        _events.Split('\n').FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..];
}
