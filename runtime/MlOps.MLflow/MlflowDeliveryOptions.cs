using System.Globalization;

namespace MlOps.MLflow;

/// <summary>How runs are delivered to a server while a program runs.</summary>
public sealed record MlflowDeliveryOptions
{
    /// <summary>How often what was recorded is sent; a second, unless said otherwise.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>As many values are sent before the interval is over; 1000, unless said otherwise, which is what MLflow takes in one call.</summary>
    public int FlushCount { get; init; } = 1000;

    /// <summary>How long a program that ends waits for what is not delivered yet; 10 seconds, unless said otherwise. What is left then, <c>mlops sync</c> sends.</summary>
    public TimeSpan ExitPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The options that <c>MLOPS_DELIVERY_FLUSH_SECONDS</c>, <c>MLOPS_DELIVERY_FLUSH_COUNT</c> and <c>MLOPS_DELIVERY_EXIT_SECONDS</c> give.</summary>
    public static MlflowDeliveryOptions FromEnvironment() => FromEnvironment(Environment.GetEnvironmentVariable);

    internal static MlflowDeliveryOptions FromEnvironment(Func<string, string?> variable)
    {
        var standard = new MlflowDeliveryOptions();
        return new MlflowDeliveryOptions
        {
            FlushInterval = Seconds("MLOPS_DELIVERY_FLUSH_SECONDS", least: 0.01) ?? standard.FlushInterval,
            FlushCount = int.TryParse(variable("MLOPS_DELIVERY_FLUSH_COUNT"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : standard.FlushCount,
            ExitPatience = Seconds("MLOPS_DELIVERY_EXIT_SECONDS", least: 0) ?? standard.ExitPatience,
        };

        TimeSpan? Seconds(string name, double least) =>
            double.TryParse(variable(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds < 1e6 ? TimeSpan.FromSeconds(seconds) : null;
    }
}
