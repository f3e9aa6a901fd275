using MlOps.Silicon.Drm;
using MlOps.Silicon.Linux;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Intel;

/// <summary>Why the clock of an Intel GPU is lower than was asked for: each reason is a file with zero or one.</summary>
internal sealed class IntelThrottle
{
    private readonly List<(SystemFile File, ThermalLevel Level)> _reasons = [];

    public IntelThrottle(FileSet files, DrmCard card)
    {
        var places = card.Driver == "xe"
            ? (Folder: Path.Combine(card.Device, "tile0/gt0/freq0/throttle"), Prefix: "reason_")
            : (Folder: Path.Combine(card.Folder, "gt/gt0"), Prefix: "throttle_reason_");
        Add("thermal", ThermalLevel.Throttling);
        Add("prochot", ThermalLevel.Throttling);
        Add("pl1", ThermalLevel.Elevated); // The limit of power, which work at full load always meets.

        void Add(string reason, ThermalLevel level)
        {
            if (files.TryOpen(Path.Combine(places.Folder, places.Prefix + reason)) is { } file && file.ReadNumber() is not null)
            {
                _reasons.Add((file, level));
            }
        }
    }

    /// <summary>What the reasons say now; <see langword="null"/> if the driver tells none.</summary>
    public ThermalLevel? Read()
    {
        ThermalLevel? highest = null;
        foreach (var (file, level) in _reasons)
        {
            if (file.ReadNumber() is { } isSo)
            {
                highest = Levels.Highest(highest, isSo != 0 ? level : ThermalLevel.Nominal);
            }
        }

        return highest;
    }
}
