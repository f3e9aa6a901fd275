using System.Globalization;
using MlOps.Silicon.Drm;
using MlOps.Silicon.Linux;

namespace MlOps.Silicon.Amd;

/// <summary>One of a card's temperatures, with the limits that its driver knows.</summary>
internal sealed class AmdSensor
{
    private const double Margin = 5;
    private static readonly string[] s_labels = ["edge", "junction", "mem"]; // As older drivers number them.
    private readonly FileGauge _gauge;
    private readonly double _critical;
    private readonly double _emergency;

    private AmdSensor(FileGauge gauge, double critical, double emergency)
    {
        _gauge = gauge;
        _critical = critical;
        _emergency = emergency;
    }

    /// <summary>Opens the sensor with a label.</summary>
    /// <param name="files">Keeps it open.</param>
    /// <param name="card">The card.</param>
    /// <param name="label"><c>edge</c>, <c>junction</c> or <c>mem</c>.</param>
    /// <param name="add">Adds its metric.</param>
    public static AmdSensor? TryOpen(FileSet files, DrmCard card, string label, Func<int> add)
    {
        for (var number = 1; number <= 3; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"temp{number}");
            var isThis = card.Sensors is not null && (SystemFile.TryReadText(Path.Combine(card.Sensors, name + "_label")) ?? s_labels[number - 1]) == label;
            if (isThis && files.TryOpen(card.Sensors, [name + "_input"], 0.001, add) is { } gauge)
            {
                return new AmdSensor(gauge, card.Sensor(name + "_crit") / 1000.0 ?? double.NaN, card.Sensor(name + "_emergency") / 1000.0 ?? double.NaN);
            }
        }

        return null;
    }

    /// <summary>Reads it.</summary>
    /// <returns>What it means: at the critical temperature the card slows down, at the emergency temperature it stops.</returns>
    public ThermalLevel? Sample(Span<double> values)
    {
        var celsius = _gauge.Sample(values);
        return double.IsNaN(celsius) || double.IsNaN(_critical) ? null
            : celsius >= (double.IsNaN(_emergency) ? _critical : _emergency) - Margin ? ThermalLevel.Critical
            : celsius >= _critical ? ThermalLevel.Throttling
            : celsius >= _critical - Margin ? ThermalLevel.Elevated
            : ThermalLevel.Nominal;
    }
}
