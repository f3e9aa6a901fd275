using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.StandIn;

/// <summary>
/// Stands in for a real MLflow server, with the behaviour that was recorded of two of them, traps included. What it holds can be
/// looked at, which a real server would not allow.
/// </summary>
internal sealed class StandInServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly StandInApi _api;

    private StandInServer(StandInApi api, WebApplication application)
    {
        _api = api;
        _application = application;
    }

    public ServerVersion Version => _api.Version;

    public ServerState State => _api.State;

    public Uri Uri => new(_application.Urls.Single());

    public static async Task<StandInServer> StartAsync(ServerVersion version, bool basicAuth = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var application = builder.Build();
        var server = new StandInServer(new(version, basicAuth), application);
        application.Run(server.HandleAsync);
        await application.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var request = await Request.ReadAsync(context.Request, Version);
        await WriteAsync(context.Response, _api.Answer(request));
    }

    private async Task WriteAsync(HttpResponse response, Answer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (Version.Major == 2)
        {
            response.Headers.Server = "gunicorn";
            response.Headers.Connection = "close"; // A synchronous worker keeps no connection.
        }
        else
        {
            response.Headers.Server = "uvicorn";
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.XFrameOptions = "SAMEORIGIN";
        }

        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (!answer.IsChunked)
        {
            response.ContentLength = answer.Body.Length;
        }

        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            await response.Body.WriteAsync(answer.Body);
        }
    }
}
