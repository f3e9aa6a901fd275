using System.Text.Json;
using MlOps.Data.Config;

namespace MlOps.Data.Remotes.Google;

/// <summary>Who asks Google Cloud Storage: the key of a service account, a user who has logged in, or the machine itself.</summary>
/// <param name="File">The file of credentials; null where the machine is asked.</param>
/// <param name="Fields">What it has.</param>
internal sealed record GoogleAccount(string? File, IReadOnlyDictionary<string, string> Fields)
{
    private const int MaxSize = 1024 * 1024;

    /// <param name="settings">The remote; its options win.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    /// <param name="home">The folder with <c>.config/gcloud/</c>.</param>
    /// <returns>Null where requests go out without credentials.</returns>
    /// <exception cref="RemoteException">The file is not there, or of a kind that is not supported.</exception>
    public static GoogleAccount? Of(RemoteSettings settings, Func<string, string?> environment, string home)
    {
        string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;

        var folder = Variable("CLOUDSDK_CONFIG") ?? (OperatingSystem.IsWindows() ? Path.Combine(Variable("APPDATA") ?? home, "gcloud") : Path.Combine(home, ".config", "gcloud"));
        var usual = Path.Combine(folder, "application_default_credentials.json");
        return settings.IsTrue("allow_anonymous_login") ? null
            : (settings["credentialpath"] ?? Variable("GOOGLE_APPLICATION_CREDENTIALS")) is { } file ? Read(settings, file)
            : System.IO.File.Exists(usual) ? Read(settings, usual)
            : new GoogleAccount(File: null, new Dictionary<string, string>());
    }

    public string Type => Fields.GetValueOrDefault("type") ?? "";

    private static GoogleAccount Read(RemoteSettings settings, string file)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(AtomicFile.ReadBounded(file, MaxSize));
            foreach (var field in document.RootElement.EnumerateObject().Where(static field => field.Value.ValueKind == JsonValueKind.String))
            {
                fields[field.Name] = field.Value.GetString()!;
            }
        }
        catch (Exception problem) when (problem is JsonException or IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new RemoteException(
                $"The credentials '{file}' of remote '{settings.Name}' cannot be read as such: get them with 'gcloud auth application-default login', or a key of a service account; " +
                "credentialpath or GOOGLE_APPLICATION_CREDENTIALS name their file.",
                problem);
        }

        var account = new GoogleAccount(file, fields);
        string[] needed = account.Type switch
        {
            "service_account" => ["client_email", "private_key", "token_uri"],
            "authorized_user" => ["client_id", "client_secret", "refresh_token"],
            _ => throw new RemoteException(
                $"The credentials '{file}' of remote '{settings.Name}' are of type '{account.Type}', which is not supported: use a key of a service account, or 'gcloud auth application-default login'."),
        };
        return Array.Find(needed, name => !fields.ContainsKey(name)) is { } missing
            ? throw new RemoteException($"The credentials '{file}' of remote '{settings.Name}' have no {missing}: get them anew.")
            : account;
    }
}
