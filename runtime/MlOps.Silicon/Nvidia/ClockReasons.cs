namespace MlOps.Silicon.Nvidia;

/// <summary>Why the clock of a GPU is not higher (nvmlClocksEventReason…): those that tell of heat or of power.</summary>
[Flags]
internal enum ClockReasons : ulong
{
    None = 0,

    /// <summary>The limit of power: the normal state of a GPU that works as hard as it can, and so no sign of heat.</summary>
    PowerCap = 0x4,

    /// <summary>The hardware slows down, and does not say why; set for a moment whenever the performance state changes.</summary>
    Slowdown = 0x8,

    /// <summary>The driver keeps it below its limit of temperature.</summary>
    SoftwareThermal = 0x20,

    /// <summary>The hardware halves the clock, or more, because it is too hot.</summary>
    HardwareThermal = 0x40,

    /// <summary>The power supply asks for less.</summary>
    PowerBrake = 0x80,
}

/// <summary>What the reasons of one GPU, reading after reading, say about its heat.</summary>
internal struct ClockReasonsLevel
{
    private bool _wasSlow;

    /// <summary>Takes a reading.</summary>
    public ThermalLevel Next(ClockReasons reasons)
    {
        var isSlow = (reasons & ClockReasons.Slowdown) != 0;
        var isSlowForLong = isSlow && _wasSlow;
        _wasSlow = isSlow;
        return reasons switch
        {
            _ when (reasons & (ClockReasons.HardwareThermal | ClockReasons.PowerBrake)) != 0 => ThermalLevel.Critical,
            _ when isSlowForLong || (reasons & ClockReasons.SoftwareThermal) != 0 => ThermalLevel.Throttling,
            _ => ThermalLevel.Nominal,
        };
    }
}
