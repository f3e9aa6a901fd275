using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using MlOps.Data;
using MlOps.Tests.Cli;
using MlOps.Tests.Data.Remotes;

namespace MlOps.Tests.Data.Transfer;

/// <summary>A web server that gives out a folder of objects.</summary>
public sealed class HttpTransferTests : IDisposable
{
    private readonly DataFolder _data = new();
    private readonly WebServer _server;

    // What goes wrong with a request: a status instead of an answer, or half of a body.
    private Func<ServedRequest, HttpListenerResponse, bool> _fault = static (_, _) => false;
    private string _root;

    public HttpTransferTests()
    {
        _root = _data.RemoteFolder;
        _server = new WebServer(AnswerAsync);
        _data.Configure("url", _server.Address + "/data");
    }

    [Fact]
    public async Task WhatAServerHasIsFetchedAndWhatItLacksIsNamed()
    {
        _data.AddFolder("d", ("ü 1", "one"), ("2", "two"));
        await PublishAsync();
        var md5 = _data.Add("f", "not there");
        var before = DataFolder.Objects(_data.Repository.Cache.Folder);
        var kept = await File.ReadAllBytesAsync(_data.Repository.Cache.PathOf(md5, isLegacy: false), TestContext.Current.CancellationToken);
        _data.ForgetCache();

        var (exit, output, error) = await RunAsync("fetch");
        Assert.Equal((1, "3 files fetched\n"), (exit, output));
        Assert.Contains($"f (md5 {md5})", error);
        Assert.Equal("0 files fetched\n", (await RunAsync("fetch")).Output);
        _data.Add("f", kept);
        Assert.Equal(before, DataFolder.Objects(_data.Repository.Cache.Folder));
    }

    [Fact]
    public async Task ABodyThatBreaksOffGoesOnWhereItWas()
    {
        var content = RandomNumberGenerator.GetBytes(300_000);
        _data.Add("f", content);
        await PublishAsync();
        _data.ForgetCache();
        var gets = 0;
        _fault = (request, response) =>
        {
            if (request.Method != "GET" || Interlocked.Increment(ref gets) > 1)
            {
                return false;
            }

            response.ContentLength64 = content.Length;
            response.OutputStream.Write(content, 0, 200_000);
            response.OutputStream.Flush();
            response.Abort();
            return true;
        };

        Assert.Equal((0, "1 file fetched\n", ""), await RunAsync("fetch"));
        // How much of it came before the connection broke is the network's business.
        Assert.Contains(_server.Requests, static request => request.Headers["Range"] is { } range && range != "bytes=0-");
    }

    [Theory]
    [InlineData("password", "Basic bWU6b3BlbiBzZXNhbWU=")]
    [InlineData("header", "open sesame")]
    [InlineData("address", "Basic bWU6b3BlbiBzZXNhbWU=")]
    public async Task APasswordGoesToItsOwnHostAndToNoOther(string way, string expected)
    {
        var name = way == "header" ? "X-Key" : "Authorization";
        _data.Add("f", "secret data");
        await PublishAsync();
        _data.ForgetCache();
        _fault = (request, response) => Status(response, request.Headers[name] == expected ? 0 : 401);
        Assert.Contains("remote modify --local store", (await RunAsync("fetch")).Error);

        var address = _server.Address + "/data";
        _data.Configure("url", way == "address" ? address.Replace("http://", "http://me:open%20sesame@", StringComparison.Ordinal) : address);
        foreach (var (key, value) in way switch
        {
            "password" => new[] { ("user", "me"), ("password", "open sesame") },
            "header" => [("custom_auth_header", "X-Key"), ("password", "open sesame")],
            _ => [],
        })
        {
            _data.Configure(key, value);
        }

        // Another port is another server.
        using var elsewhere = new WebServer(static (_, response) => Task.FromResult(Status(response, 404)));
        _fault = (request, response) => request.Headers[name] != expected ? Status(response, 401)
            : request.Method == "GET" && Redirect(response, $"{elsewhere.Address}{request.PathAndQuery}");
        var (exit, _, error) = await RunAsync("fetch");
        Assert.Equal(1, exit); // Nothing there.
        Assert.NotEmpty(elsewhere.Requests);
        Assert.DoesNotContain("sesame", error);
        Assert.All(elsewhere.Requests, request => Assert.Null(request.Headers[name]));

        _fault = (request, response) => Status(response, request.Headers[name] == expected ? 0 : 401);
        Assert.Equal((0, "1 file fetched\n", ""), await RunAsync("fetch"));
    }

    [Fact]
    public async Task AnAddressThatLeadsOnIsFollowedAndACircleIsNot()
    {
        _data.Add("f", "content");
        await PublishAsync();
        _data.ForgetCache();
        _fault = static (request, response) => Redirect(response, request.PathAndQuery);
        Assert.Contains("HTTP 302", (await RunAsync("fetch")).Error);
        _fault = static (request, response) => Redirect(response, "file:///etc/passwd");
        Assert.Contains("HTTP 302", (await RunAsync("fetch")).Error);

        _fault = static (request, response) => request.PathAndQuery.StartsWith("/data/", StringComparison.Ordinal) && Redirect(response, "../../../../moved/" + request.PathAndQuery["/data/".Length..]);
        Assert.Equal((0, "1 file fetched\n", ""), await RunAsync("fetch"));
    }

    [Fact]
    public async Task WhatIsNotWhatItsNameSaysIsNotKept()
    {
        var md5 = _data.Add("f", "content");
        await PublishAsync();
        _data.ForgetCache();
        _fault = static (request, response) =>
        {
            response.OutputStream.Write("<html>Sign in</html>"u8);
            return true;
        };
        var (exit, _, error) = await RunAsync("fetch");
        Assert.Equal(3, exit);
        Assert.Contains($"f (md5 {md5})", error);
        Assert.Empty(Directory.GetFiles(_data.Repository.Cache.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task AServerIsWrittenToOnlyWhereItSaysHow()
    {
        _data.Add("f", "content");
        _root = _data.PathOf("uploaded");
        Assert.Contains("mlops data remote modify store method PUT", (await RunAsync("push")).Error);
        Assert.DoesNotContain(_server.Requests, static request => request.Method is "PUT" or "POST");

        _data.Configure("method", "put");
        Assert.Equal((0, "1 file pushed\n", ""), await RunAsync("push"));
        Assert.Equal(DataFolder.Objects(_data.Repository.Cache.Folder), DataFolder.Objects(_root));
    }

    [Fact]
    public async Task WhatMayPassIsTriedAgain()
    {
        _data.Add("f", "content");
        await PublishAsync();
        _data.ForgetCache();
        var count = 0;
        _fault = (_, response) => Interlocked.Increment(ref count) <= 2 && Status(response, 503);
        Assert.Equal((0, "1 file fetched\n", ""), await RunAsync("fetch"));
    }

    public void Dispose()
    {
        _server.Dispose();
        _data.Dispose();
    }

    private static bool Status(HttpListenerResponse response, int status)
    {
        response.StatusCode = status == 0 ? 200 : status;
        return status != 0;
    }

    private static bool Redirect(HttpListenerResponse response, string address)
    {
        response.StatusCode = 302;
        response.Headers["Location"] = address;
        return true;
    }

    private async Task PublishAsync()
    {
        _data.Configure("url", _data.RemoteFolder);
        await DatasetTransfer.PushAsync(_data.Repository, cancellationToken: TestContext.Current.CancellationToken);
        _data.Configure("url", _server.Address + "/data");
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(string verb) => await MlopsCommand.RunAsync(_data.Root, "data", verb);

    private async Task AnswerAsync(ServedRequest request, HttpListenerResponse response)
    {
        if (_fault(request, response))
        {
            return;
        }

        var file = Path.Combine(_root, request.PathAndQuery.Split('/', 3)[2]);
        if (request.Method == "PUT")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, Encoding.UTF8.GetBytes(request.Body));
            return;
        }

        if (!File.Exists(file))
        {
            response.StatusCode = 404;
            return;
        }

        var content = await File.ReadAllBytesAsync(file);
        var from = request.Headers["Range"] is { } range ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
        response.StatusCode = from > 0 ? 206 : 200;
        response.ContentLength64 = content.Length - from;
        if (request.Method == "GET")
        {
            await response.OutputStream.WriteAsync(content.AsMemory(from));
        }
    }
}
