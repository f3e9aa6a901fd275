using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using MlOps.Tests.Data.Remotes;

namespace MlOps.Tests.Data.Transfer;

/// <summary>
/// The JSON API of Google Cloud Storage as its documentation has it, as far as it is used here: no server of it is in npm or Debian.
/// It shows that what is sent and read has the documented shape, and not that Google does as documented.
/// </summary>
internal sealed class GoogleServer : IDisposable
{
    private const int PageSize = 100;
    private const string Objects = "/storage/v1/b/mlops/o";

    private readonly LocalListener _listener;
    private readonly RSA _key = RSA.Create(2048);

    public GoogleServer() => _listener = new(AnswerAsync);

    public string Address => _listener.Address;

    public ConcurrentDictionary<string, byte[]> Stored { get; } = new(StringComparer.Ordinal);

    public int Tokens { get; private set; }

    /// <summary>The key of a service account that it lets in.</summary>
    public string Credentials => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["type"] = "service_account",
        ["client_email"] = "robot@example.org",
        ["private_key_id"] = "k1",
        ["private_key"] = _key.ExportPkcs8PrivateKeyPem(),
        ["token_uri"] = Address + "/token",
    });

    public void Dispose()
    {
        _listener.Dispose();
        _key.Dispose();
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body); // An upload that broke off is none.
        var (status, answer) = Answer(context.Request, body.ToArray());
        context.Response.StatusCode = status;
        context.Response.ContentLength64 = answer.Length;
        await context.Response.OutputStream.WriteAsync(answer);
    }

    private (int Status, byte[] Answer) Answer(HttpListenerRequest request, byte[] body)
    {
        var path = request.RawUrl!.Split('?')[0];
        var query = HttpUtility.ParseQueryString(request.RawUrl[path.Length..]);
        return path == "/token" ? Token(HttpUtility.ParseQueryString(Encoding.UTF8.GetString(body))["assertion"]!)
            : request.Headers["Authorization"] != "Bearer good" ? Error(401, "Invalid Credentials")
            : path == "/upload" + Objects ? Store(query["name"]!, body)
            : path == Objects ? List(query)
            : path.StartsWith(Objects + "/", StringComparison.Ordinal) ? One(request, Uri.UnescapeDataString(path[(Objects.Length + 1)..]), query["alt"] == "media")
            : Error(404, "The specified bucket does not exist.");
    }

    private (int Status, byte[] Answer) Token(string assertion)
    {
        Tokens++;
        var parts = assertion.Split('.');
        var isSigned = _key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).RootElement;
        return isSigned && claims.GetProperty("iss").GetString() == "robot@example.org" && claims.GetProperty("aud").GetString() == Address + "/token"
            ? (200, """{"access_token": "good", "expires_in": 3599, "token_type": "Bearer"}"""u8.ToArray())
            : (400, """{"error": "invalid_grant"}"""u8.ToArray());
    }

    private (int Status, byte[] Answer) Store(string name, byte[] body)
    {
        Stored[name] = body;
        return Json(Resource(name, body));
    }

    private (int Status, byte[] Answer) List(System.Collections.Specialized.NameValueCollection query)
    {
        var found = Stored.Where(stored => stored.Key.StartsWith(query["prefix"]!, StringComparison.Ordinal)).OrderBy(static stored => stored.Key, StringComparer.Ordinal)
            .SkipWhile(stored => string.CompareOrdinal(stored.Key, query["pageToken"]) <= 0).Take(PageSize + 1).ToArray();
        var answer = new Dictionary<string, object>();
        if (found.Length > 0)
        {
            answer["items"] = found.Take(PageSize).Select(static stored => Resource(stored.Key, stored.Value));
        }

        if (found.Length > PageSize)
        {
            answer["nextPageToken"] = found[PageSize - 1].Key;
        }

        return Json(answer);
    }

    private (int Status, byte[] Answer) One(HttpListenerRequest request, string name, bool isMedia)
    {
        if (!Stored.TryGetValue(name, out var content))
        {
            return isMedia ? (404, Encoding.UTF8.GetBytes($"No such object: mlops/{name}")) : Error(404, $"No such object: mlops/{name}");
        }

        if (request.HttpMethod == "DELETE")
        {
            Stored.TryRemove(name, out _);
            return (204, []);
        }

        var start = request.Headers["Range"] is { } range ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
        return !isMedia ? Json(Resource(name, content)) : start == 0 ? (200, content) : start < content.Length ? (206, content[start..]) : (416, "Requested range not satisfiable"u8.ToArray());
    }

    private static Dictionary<string, object> Resource(string name, byte[] content) => new()
    {
        ["name"] = name,
        ["size"] = content.Length.ToString(CultureInfo.InvariantCulture),
        ["md5Hash"] = Convert.ToBase64String(MD5.HashData(content)),
    };

    private static (int Status, byte[] Answer) Json(object answer) => (200, JsonSerializer.SerializeToUtf8Bytes(answer));

    private static (int Status, byte[] Answer) Error(int status, string message) =>
        (status, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["error"] = new Dictionary<string, object> { ["code"] = status, ["message"] = message } }));
}
