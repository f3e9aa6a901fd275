using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MlOps.Tests.MLflow.Proxy;

/// <summary>Stands between a client and a server, and does to their connections what networks do.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private static readonly byte[] s_page = Encoding.UTF8.GetBytes("<!doctype html>\n<html><title>Sign in</title><p>Sign in to go on.</p></html>\n");
    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(3);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpMessageInvoker _server = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Uri _target;
    private readonly Task _accepting;
    private int _underWay;

    public FaultyProxy(Uri target, FaultSchedule schedule)
    {
        _target = target;
        Schedule = schedule;
        _listener.Start();
        Uri = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Uri { get; }

    /// <summary>What happens from now on.</summary>
    public FaultSchedule Schedule { get; set; }

    /// <summary>Told of every request when it has come, before anything is done about it.</summary>
    public Action? Requested { get; set; }

    /// <summary>Waits until nothing is under way that a client, which may be gone, has sent.</summary>
    public async Task QuietAsync(CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref _underWay) > 0)
        {
            await Task.Delay(1, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _server.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                connections.RemoveAll(static connection => connection.IsCompleted);
                connections.Add(ServeAsync(client));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException) // No longer listening.
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                if (await ServeAsync(new BufferedStream(client.GetStream())) == Ending.Reset)
                {
                    client.LingerState = new LingerOption(enable: true, seconds: 0); // Closed so, the other side learns of it at once.
                }
            }
            catch (Exception end) when (end is OperationCanceledException or IOException or SocketException or HttpRequestException)
            {
                // The client has gone, or the proxy goes.
            }
        }
    }

    private async Task<Ending> ServeAsync(Stream client)
    {
        var ending = Schedule.NextConnection() == Fault.Refuse ? Ending.Reset : Ending.None;
        while (ending == Ending.None)
        {
            if (await ProxiedRequest.ReadHeadAsync(client, _stop.Token) is not { } request)
            {
                return Ending.Close;
            }

            Interlocked.Increment(ref _underWay);
            try
            {
                Requested?.Invoke();
                ending = await AnswerAsync(client, request, Schedule.NextRequest());
                await client.FlushAsync(_stop.Token);
            }
            finally
            {
                Interlocked.Decrement(ref _underWay);
            }
        }

        return ending;
    }

    private async Task<Ending> AnswerAsync(Stream client, ProxiedRequest request, Fault fault)
    {
        await request.ReadBodyAsync(client, fault == Fault.ResetMidRequest ? 0.5 : 1, _stop.Token);
        switch (fault)
        {
            case Fault.DropBefore or Fault.ResetMidRequest:
                return Ending.Reset;
            case Fault.DropAfter:
                await ForwardAsync(request);
                return Ending.Reset;
            case Fault.TruncateAnswer:
                return await (await ForwardAsync(request)).WriteAsync(client, 0.5, _stop.Token);
            case Fault.FailAfter:
                await ForwardAsync(request);
                return await SayAsync(client, 500, "");
            case Fault.Duplicate:
                await ForwardAsync(request);
                break;
            case Fault.Delay:
                await Task.Delay(s_delay, _stop.Token);
                break;
            case Fault.TooManyRequests:
                return await SayAsync(client, 429, "", KeyValuePair.Create("Retry-After", "1"));
            case Fault.InternalError:
                return await SayAsync(client, 500, """{"error_code": "INTERNAL_ERROR", "message": "database is locked"}""");
            case Fault.Unavailable:
                return await SayAsync(client, 503, "");
            case Fault.Page:
                return await SayAsync(client, 200, s_page);
            case Fault.BadGateway:
                return await SayAsync(client, 502, s_page);
        }

        return await (await ForwardAsync(request)).WriteAsync(client, 1, _stop.Token);
    }

    private async Task<ProxiedAnswer> ForwardAsync(ProxiedRequest request)
    {
        using var message = new HttpRequestMessage(new(request.Method), new Uri(
            _target.GetLeftPart(UriPartial.Authority) + request.Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        message.Content = request.Body.Length > 0 || request.Method is not ("GET" or "HEAD") ? new ByteArrayContent(request.Body) : null;
        foreach (var (name, value) in request.Headers)
        {
            if (!ProxiedAnswer.IsOfConnection(name) && !message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var answer = await _server.SendAsync(message, _stop.Token);
        return await ProxiedAnswer.ReadAsync(answer, _stop.Token);
    }

    private Task<Ending> SayAsync(Stream client, int status, string json, params KeyValuePair<string, string>[] headers) =>
        new ProxiedAnswer(status, [KeyValuePair.Create("Content-Type", "application/json"), .. headers], Encoding.UTF8.GetBytes(json)).WriteAsync(client, 1, _stop.Token);

    private Task<Ending> SayAsync(Stream client, int status, byte[] page) =>
        new ProxiedAnswer(status, [KeyValuePair.Create("Content-Type", "text/html; charset=utf-8")], page).WriteAsync(client, 1, _stop.Token);
}
