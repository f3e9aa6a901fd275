using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using MlOps.MLflow;
using MlOps.MLflow.Hosting;
using Polly;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>MLflow servers for hosted apps.</summary>
public static class MlflowServiceCollectionExtensions
{
    /// <summary>The section of the configuration that options are read from.</summary>
    public const string ConfigurationSection = "MLflow";

    /// <summary>
    /// Adds <see cref="MlflowClient"/> and its <see cref="MlflowOptions"/> as singletons. The options are those of the environment, as MLflow's own client
    /// reads them; over them goes the section <c>MLflow</c> of the configuration (<c>MLflow:TrackingUri</c>, …, named as the properties of the options),
    /// and over both <paramref name="configure"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the options; null for none.</param>
    /// <returns>The HTTP client behind it, to add handlers to.</returns>
    /// <remarks>
    /// The client repeats calls itself, and only those that may be: a handler that repeats all, such as the standard resilience handler, could create a run
    /// twice. While most calls fail, a circuit breaker answers at once in the server's place, so that an app's requests do not wait for a server that is down.
    /// </remarks>
    public static IHttpClientBuilder AddMlflow(this IServiceCollection services, Func<MlflowOptions, MlflowOptions>? configure = null)
    {
        services.TryAddSingleton(provider =>
        {
            var options = ConfiguredOptions.Read(MlflowOptions.FromEnvironment(), provider.GetService<IConfiguration>()?.GetSection(ConfigurationSection));
            return configure?.Invoke(options) ?? options;
        });
        services.TryAddSingleton(static provider => new MlflowClient(
            provider.GetRequiredService<MlflowOptions>(), provider.GetRequiredService<IHttpClientFactory>().CreateClient(ConfigurationSection)));

        var http = services.AddHttpClient(ConfigurationSection, static client => client.Timeout = Timeout.InfiniteTimeSpan) // The client bounds each call itself.
            .ConfigurePrimaryHttpMessageHandler(static provider => MlflowClient.CreateHandler(provider.GetRequiredService<MlflowOptions>()))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // The singleton keeps its handler, which renews its connections itself.
            .AddHttpMessageHandler(static () => new OpenCircuitHandler());
        http.AddResilienceHandler("breaker", static pipeline => pipeline.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
        {
            MinimumThroughput = 10,
            FailureRatio = 0.5,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = OpenCircuitHandler.Break,
        }));
        return http;
    }

    /// <summary>Has the runs of this app delivered to the server of <see cref="AddMlflow"/>, from the start of the host on.</summary>
    /// <param name="services">The services.</param>
    /// <param name="delivery">How; null for what the environment says, else the usual way.</param>
    public static IServiceCollection AddMlflowDelivery(this IServiceCollection services, MlflowDeliveryOptions? delivery = null) => services.AddSingleton<IHostedService>(
        provider => new DeliveryStart(provider.GetRequiredService<MlflowOptions>(), delivery ?? MlflowDeliveryOptions.FromEnvironment()));
}
