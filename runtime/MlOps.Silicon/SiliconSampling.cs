using System.Globalization;
using MlOps.Silicon;
using MlOps.Silicon.Runs;
using MlOps.Silicon.Sampling;

namespace MlOps;

/// <summary>
/// The sampling of the machine in this process. Projects built with <c>MlOpsSilicon</c>, which is on by default, need nothing of this: their runs are
/// told of the machine by themselves.
/// </summary>
/// <remarks>
/// The environment variable <c>MLOPS_SILICON</c> overrules the build: <c>off</c> for nothing, <c>lite</c> for processors and memory alone,
/// <c>full</c> for all that the machine has. <c>MLOPS_CO2_GRAMS_PER_KWH</c> tells how much carbon dioxide the grid emits.
/// </remarks>
public static class SiliconSampling
{
    /// <summary>The name of the meter: <c>AddMeter(SiliconSampling.MeterName)</c>.</summary>
    public const string MeterName = "MlOps.Silicon";

    // A program that is over before its machine was looked at ends so much later at the most.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);

    private static readonly Lazy<SiliconSampler> s_sampler = new(static () =>
    {
        var sampler = new SiliconSampler(Sources.Of(IsLite ? SiliconDetail.Lite : SiliconDetail.Full));
        sampler.Settled += static () => _ = s_meter!.Value;
        return sampler;
    });

    private static readonly Lazy<SiliconMeter> s_meter = new(static () => new SiliconMeter(Sampler));

    private static string? Choice => Environment.GetEnvironmentVariable("MLOPS_SILICON")?.Trim().ToLowerInvariant();

    internal static bool IsOff => Choice is "off" or "false" or "0";

    private static bool IsLite { get; set; }

    internal static SiliconSampler Sampler => s_sampler.Value;

    internal static double? GramsPerKilowattHour =>
        double.TryParse(Environment.GetEnvironmentVariable("MLOPS_CO2_GRAMS_PER_KWH"), NumberStyles.Float, CultureInfo.InvariantCulture, out var grams) && grams >= 0 ? grams : null;

    /// <summary>Has runs told of the machine from now on. Called by generated code; a second call changes nothing.</summary>
    /// <param name="detail">How much.</param>
    public static void Enable(SiliconDetail detail = SiliconDetail.Full)
    {
        if (IsOff || RunObserver.Watcher is not null)
        {
            return;
        }

        IsLite = Choice switch
        {
            "lite" => true,
            "full" or "on" or "true" or "1" => false,
            null or "" => detail == SiliconDetail.Lite,
            var other => Unknown(other) == SiliconDetail.Lite,
        };
        var sampling = new EarlyRuns(static () => new RunSampling(Sampler, static () => Task.Run(static () => SiliconInfo.Current), GramsPerKilowattHour));
        RunObserver.Watcher = sampling;

        // Before the recorder of runs hears of it, which is made with the first run and then closes the store.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => sampling.Finish(s_patience);
    }

    /// <summary>Publishes the meter, for programs that have no runs, such as services. The machine is then sampled when somebody collects.</summary>
    public static void Publish()
    {
        if (!IsOff)
        {
            _ = s_meter.Value;
            Sampler.Refresh(TimeSpan.Zero);
        }
    }

    private static SiliconDetail Unknown(string choice)
    {
        Console.Error.WriteLine($"mlops: MLOPS_SILICON is '{choice}', which means nothing: it is 'off', 'lite' or 'full'. This machine is sampled in full.");
        return SiliconDetail.Full;
    }
}
