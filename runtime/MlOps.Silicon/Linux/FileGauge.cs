using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>A number in a file that is a metric once it is scaled.</summary>
internal sealed class FileGauge(SystemFile file, double scale, int slot)
{
    /// <summary>The value of the last reading.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>Reads the number and writes it; a sensor that has none now writes nothing.</summary>
    public double Sample(Span<double> values)
    {
        Value = file.ReadNumber() * scale ?? double.NaN;
        values.Set(slot, Value);
        return Value;
    }
}
