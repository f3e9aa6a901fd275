using System.Collections.Concurrent;
using System.Net;
using MlOps.Tests.Data.Remotes;

namespace MlOps.Tests.Data.Transfer;

/// <summary>What a proxy does to a request instead of passing it on, or to its answer.</summary>
internal enum Fault
{
    None,
    Unavailable,
    TooManyRequests,
    Truncated,
    WrongTag,
    Skewed,
    Silent,
}

/// <summary>Stands between a client and a real server, and lets go wrong what a test wants.</summary>
internal sealed class FaultyProxy : IDisposable
{
    private readonly LocalListener _listener;
    private readonly HttpClient _server = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _end = new();
    private readonly string _target;
    private readonly Func<HttpListenerRequest, int, Fault> _fault;
    private int _count;

    /// <param name="target">The real server.</param>
    /// <param name="fault">Gets a request and its number, counted from one.</param>
    public FaultyProxy(string target, Func<HttpListenerRequest, int, Fault> fault)
    {
        (_target, _fault) = (target, fault);
        _listener = new(AnswerAsync);
    }

    public string Address => _listener.Address;

    /// <summary>Method, path and query, and range of what came.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Set when a request was left without an answer.</summary>
    public TaskCompletionSource Stalled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _server.Dispose();
        _end.Dispose();
    }

    private Task AnswerAsync(HttpListenerContext context)
    {
        var number = Interlocked.Increment(ref _count);
        Requests.Enqueue($"{context.Request.HttpMethod} {context.Request.RawUrl} {context.Request.Headers["Range"]}".TrimEnd());
        return AnswerAsync(context, _fault(context.Request, number));
    }

    private async Task AnswerAsync(HttpListenerContext context, Fault fault)
    {
        switch (fault)
        {
            case Fault.Silent:
                Stalled.TrySetResult();
                await Task.Delay(Timeout.Infinite, _end.Token);
                return;
            case Fault.Unavailable or Fault.TooManyRequests:
                await context.Request.InputStream.CopyToAsync(Stream.Null, _end.Token);
                await EndAsync(context, fault == Fault.Unavailable ? 503 : 429, "SlowDown");
                return;
            case Fault.Skewed:
                await context.Request.InputStream.CopyToAsync(Stream.Null, _end.Token);
                context.Response.Headers["Date"] = DateTimeOffset.UtcNow.AddHours(3).ToString("R");
                await EndAsync(context, 403, "RequestTimeTooSkewed");
                return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), _target + context.Request.RawUrl);
        request.Content = context.Request.HasEntityBody ? new StreamContent(context.Request.InputStream) { Headers = { ContentLength = context.Request.ContentLength64 } } : null;
        foreach (string name in context.Request.Headers)
        {
            if (name is not ("Host" or "Content-Length" or "Connection"))
            {
                _ = request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]) || request.Content?.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]) == true;
            }
        }

        using var response = await _server.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _end.Token);
        await PassOnAsync(context, response, fault);
    }

    private async Task PassOnAsync(HttpListenerContext context, HttpResponseMessage response, Fault fault)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(static header => header.Key is "ETag" or "Content-Range" or "Content-Type"))
        {
            context.Response.Headers[name] = fault == Fault.WrongTag && name == "ETag" ? $"\"{new string('0', 32)}\"" : string.Join(',', values);
        }

        if (response.Content.Headers.ContentLength is { } length)
        {
            context.Response.ContentLength64 = length;
        }

        if (context.Request.HttpMethod != "HEAD")
        {
            var body = await response.Content.ReadAsStreamAsync(_end.Token);
            if (fault == Fault.Truncated)
            {
                var half = new byte[context.Response.ContentLength64 / 2];
                await body.ReadExactlyAsync(half, _end.Token);
                await context.Response.OutputStream.WriteAsync(half, _end.Token);
                await context.Response.OutputStream.FlushAsync(_end.Token);
                context.Response.Abort();
                return;
            }

            await body.CopyToAsync(context.Response.OutputStream, _end.Token);
        }

        context.Response.Close();
    }

    private static async Task EndAsync(HttpListenerContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"<Error><Code>{code}</Code><Message>later</Message></Error>"));
        context.Response.Close();
    }
}
