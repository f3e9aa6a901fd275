using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MlOps.Data.Remotes.Google;

/// <summary>Gets a token that requests carry for a time.</summary>
internal sealed class GoogleTokens(GoogleAccount account, HttpClient http, string remote, TimeProvider clock)
{
    private const string Scope = "https://www.googleapis.com/auth/devstorage.read_write";
    private const string UserTokens = "https://oauth2.googleapis.com/token";
    private const string MachineTokens = "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <exception cref="RemoteException">There is none.</exception>
    public async Task<GoogleToken> ReadAsync(CancellationToken cancellationToken)
    {
        using var request = Request();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            using var response = await http.SendAsync(request, patience.Token).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(patience.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw Refused($"HTTP {(int)response.StatusCode}", null, Retry.Passes(response.StatusCode));
            }

            using var answer = JsonDocument.Parse(text);
            return new GoogleToken(answer.RootElement.GetProperty("access_token").GetString()!, clock.GetUtcNow().AddSeconds(answer.RootElement.GetProperty("expires_in").GetInt32()));
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException
            || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Refused(problem.Message, problem, passes: account.File is not null);
        }
    }

    private RemoteException Refused(string said, Exception? inner, bool passes) => new(
        account.File is null
            ? $"Remote '{remote}' has no credentials, and this is no machine of Google's that has its own: 'gcloud auth application-default login', or name a file with GOOGLE_APPLICATION_CREDENTIALS or credentialpath."
            : $"The credentials '{account.File}' of remote '{remote}' are not accepted ({said}): get them anew with 'gcloud auth application-default login', or a new key of the service account.",
        inner,
        passes);

    private HttpRequestMessage Request() => account.Type switch
    {
        "service_account" => Post(account.Fields["token_uri"], ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", Assertion())),
        "authorized_user" => Post(
            UserTokens,
            ("grant_type", "refresh_token"),
            ("client_id", account.Fields["client_id"]),
            ("client_secret", account.Fields["client_secret"]),
            ("refresh_token", account.Fields["refresh_token"])),
        _ => new HttpRequestMessage(HttpMethod.Get, MachineTokens) { Headers = { { "Metadata-Flavor", "Google" } } },
    };

    private static HttpRequestMessage Post(string address, params (string Name, string Value)[] fields) => new(HttpMethod.Post, address)
    {
        Content = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value))),
    };

    // RFC 7523: the account says with its own signature who it is.
    private string Assertion()
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var said = $"{Part(("alg", "RS256"), ("typ", "JWT"), ("kid", account.Fields.GetValueOrDefault("private_key_id")))}." +
            Part(("iss", account.Fields["client_email"]), ("scope", Scope), ("aud", account.Fields["token_uri"]), ("iat", now), ("exp", now + 3600));
        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(account.Fields["private_key"]);
            return $"{said}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(said), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        }
        catch (Exception problem) when (problem is ArgumentException or CryptographicException)
        {
            throw Refused("its private_key is no key", problem, passes: false);
        }
    }

    private static string Part(params (string Name, object? Value)[] fields)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                if (value is long number)
                {
                    writer.WriteNumber(name, number);
                }
                else if (value is string word)
                {
                    writer.WriteString(name, word);
                }
            }

            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(text.ToArray());
    }
}

/// <summary>What says to Google who asks.</summary>
internal sealed record GoogleToken(string Text, DateTimeOffset End)
{
    public override string ToString() => $"until {End:u}"; // And never the token.
}
