using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MlOps.Monitoring.Hosting;

/// <summary>A channel of alerts from its section of the configuration, whose <c>Kind</c> says which one.</summary>
internal static class ConfiguredChannel
{
    /// <exception cref="InvalidOperationException">A setting means nothing.</exception>
    public static IAlertChannel Of(IConfigurationSection section, ILogger log) => section["Kind"]?.ToUpperInvariant() switch
    {
        "LOG" => Plain(section, new LogChannel(log)),
        "CONSOLE" => Plain(section, new ConsoleChannel()),
        "FILE" => new FileChannel(new Settings(section, "Kind", "Path").Required("Path")),
        "WEBHOOK" => Webhook(new Settings(section, "Kind", "Address", "Secret")),
        "EMAIL" => Email(section),
        _ => throw new InvalidOperationException($"The setting {section.Path}:Kind names no channel. Set it to log, console, file, webhook or email."),
    };

    private static IAlertChannel Plain(IConfigurationSection section, IAlertChannel channel)
    {
        _ = new Settings(section, "Kind");
        return channel;
    }

    private static WebhookChannel Webhook(Settings settings) =>
        Uri.TryCreate(settings.Required("Address"), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new WebhookChannel(address, settings.Text("Secret"))
            : throw new InvalidOperationException($"The setting {settings.Path}:Address is no address of a webhook. It begins with https:// or http://.");

    private static EmailChannel Email(IConfigurationSection section)
    {
        var settings = new Settings(section, "Kind", "Host", "Port", "From", "To", "UseTls", "User", "Password");
        string[] to = settings.List("To") is { } list ? [.. list.Select(static one => one.Value ?? "")] : settings.Required("To").Split([',', ';'], StringSplitOptions.TrimEntries);
        var options = new EmailOptions(settings.Required("Host"), settings.Required("From"), to) { User = settings.Text("User"), Password = settings.Text("Password") };
        try
        {
            return new EmailChannel(options with { Port = settings.Count("Port") ?? options.Port, UseTls = settings.Flag("UseTls") ?? options.UseTls });
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            throw new InvalidOperationException($"{settings.Path}: From and To must be addresses of mail.", fault);
        }
    }
}
