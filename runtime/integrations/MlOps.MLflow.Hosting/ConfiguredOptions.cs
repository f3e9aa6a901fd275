using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace MlOps.MLflow.Hosting;

/// <summary>Options from a section of the configuration. By hand, since a binder would need reflection.</summary>
internal static class ConfiguredOptions
{
    /// <summary>The options with those of the section over them.</summary>
    /// <exception cref="MlflowException">A value means nothing.</exception>
    public static MlflowOptions Read(MlflowOptions options, IConfigurationSection? section) => section is null ? options : options with
    {
        TrackingUri = Text(section, nameof(MlflowOptions.TrackingUri)) ?? options.TrackingUri,
        RegistryUri = Text(section, nameof(MlflowOptions.RegistryUri)) ?? options.RegistryUri,
        Username = Text(section, nameof(MlflowOptions.Username)) ?? options.Username,
        Password = Text(section, nameof(MlflowOptions.Password)) ?? options.Password,
        Token = Text(section, nameof(MlflowOptions.Token)) ?? options.Token,
        InsecureTls = Value<bool>(section, nameof(MlflowOptions.InsecureTls), bool.TryParse, "true or false") ?? options.InsecureTls,
        ServerCertPath = Text(section, nameof(MlflowOptions.ServerCertPath)) ?? options.ServerCertPath,
        ClientCertPath = Text(section, nameof(MlflowOptions.ClientCertPath)) ?? options.ClientCertPath,
        Timeout = Time(section, nameof(MlflowOptions.Timeout)) ?? options.Timeout,
        MaxRetries = Value<int>(section, nameof(MlflowOptions.MaxRetries), Count, "a whole number") ?? options.MaxRetries,
        RetryPause = Time(section, nameof(MlflowOptions.RetryPause)) ?? options.RetryPause,
        RetryJitter = Time(section, nameof(MlflowOptions.RetryJitter)) ?? options.RetryJitter,
        Workspace = Text(section, nameof(MlflowOptions.Workspace)) ?? options.Workspace,
    };

    private static string? Text(IConfigurationSection section, string name) => section[name] is { Length: > 0 } text ? text : null;

    private delegate bool TryRead<T>(string text, out T value);

    private static TimeSpan? Time(IConfigurationSection section, string name) => Value<TimeSpan>(section, name, Time, "a time such as 00:02:00");

    private static bool Time(string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value) && value >= TimeSpan.Zero;

    private static bool Count(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static T? Value<T>(IConfigurationSection section, string name, TryRead<T> read, string wanted)
        where T : struct => Text(section, name) is not { } text ? null
        : read(text, out var value) ? value
        : throw new MlflowException(MlflowErrorCode.InvalidConfiguration, $"The setting {section.Path}:{name} has a value that means nothing.") { Hint = $"Set it to {wanted}, or leave it out." };
}
