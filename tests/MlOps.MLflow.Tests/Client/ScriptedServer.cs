using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace MlOps.Tests.MLflow.Client;

/// <summary>Answers what a test says: what no healthy server would.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ScriptedServer(WebApplication application) => _application = application;

    public Uri Uri => new(_application.Urls.Single());

    /// <summary>The calls that came, such as <c>POST /api/2.0/mlflow/runs/create</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public static async Task<ScriptedServer> StartAsync(Func<HttpContext, Task> answer, Action<HttpsConnectionAdapterOptions>? tls = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (tls is not null)
            {
                listen.UseHttps(tls);
            }
        }));
        if (tls is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var application = builder.Build();
        var server = new ScriptedServer(application);
        application.Run(context =>
        {
            server.Calls.Enqueue($"{context.Request.Method} {context.Request.Path}");
            return answer(context);
        });
        await application.StartAsync();
        return server;
    }

    /// <summary>A server that answers everything alike.</summary>
    public static Task<ScriptedServer> StartAsync(int status, string body, string type = "application/json") => StartAsync(context => AnswerAsync(context, body, status, type));

    public static Task AnswerAsync(HttpContext context, string body, int status = 200, string type = "application/json")
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        return context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
