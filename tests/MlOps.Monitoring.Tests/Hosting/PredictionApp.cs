using System.Net.Http.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MlOps.Monitoring.Tests.Hosting;

/// <summary>A web server on a free port of this machine that says of which kind a flower is.</summary>
internal sealed class PredictionApp : IAsyncDisposable
{
    private readonly HttpClient _http;

    static PredictionApp() => RowSchema.Register(
        [new("length", IsText: false), new("width", IsText: false), new("kind", IsText: true)],
        static (in FlowerRow row, ref RowWriter to) =>
        {
            to.Add(row.Length);
            to.Add(row.Width);
            to.Add(row.Kind);
        });

    private PredictionApp(WebApplication app, LogLines log)
    {
        (App, Log) = (app, log);
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public WebApplication App { get; }

    public LogLines Log { get; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="settings">Of the configuration.</param>
    /// <param name="addServices">Adds the monitors.</param>
    public static async Task<PredictionApp> StartAsync(Dictionary<string, string?> settings, Action<IServiceCollection> addServices)
    {
        var log = new LogLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddHealthChecks().AddMonitors();
        addServices(builder.Services);
        var app = builder.Build();
        app.MapHealthChecks("/health", new() { ResponseWriter = static (context, report) => context.Response.WriteAsync($"{report.Status}: {report.Entries["monitors"].Description}") });
        app.MapPost("/predict", Predict).WithMonitor((Flower flower, Prediction said) => Row(flower, said));
        app.MapPost("/kind", static (Flower flower) => Kind(flower)).WithMonitor((Flower flower, string kind) => new FlowerRow(flower.Length, flower.Width, kind), monitor: "second");
        app.MapPost("/row", static (FlowerRow row) => row.Kind.Length).Monitored<FlowerRow>();
        app.MapPost("/any/{width}", static (double width) => width).WithMonitor((context, answer) => new FlowerRow((double)answer!, context.GetArgument<double>(0), context.HttpContext.Request.Method));
        app.MapPost("/elsewhere", static () => "nothing of a flower").Monitored<FlowerRow>();
        app.MapPost("/unwatched", static (Flower flower) => flower).Monitored<Version>();
        await app.StartAsync(Stop);
        return new PredictionApp(app, log);
    }

    public async Task<string> PostAsync<T>(string path, T body)
    {
        using var response = await _http.PostAsJsonAsync(path, body, Stop);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Stop)}";
    }

    public async Task<string> HealthAsync()
    {
        using var response = await _http.GetAsync(new Uri("/health", UriKind.Relative), Stop);
        return await response.Content.ReadAsStringAsync(Stop);
    }

    public async Task FeedAsync(int count, double shift, string path = "/predict")
    {
        for (var i = 0; i < count; i++)
        {
            Assert.StartsWith("200 ", await PostAsync(path, Some(i, shift)), StringComparison.Ordinal);
        }
    }

    public static Flower Some(int i, double shift) => new((i * 0.618034 % 1 * 10) + shift, i * 0.414214 % 1);

    public static DatasetProfile Reference() => RowProfile.Of(Enumerable.Range(0, 2000).Select(static i => Row(Some(i, 0), new Prediction(Kind(Some(i, 0))))));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await App.DisposeAsync();
    }

    private static Results<Ok<Prediction>, BadRequest<string>> Predict(Flower flower) =>
        double.IsNegative(flower.Width) ? TypedResults.BadRequest("no such flower") : TypedResults.Ok(new Prediction(Kind(flower)));

    private static string Kind(Flower flower) => flower.Width < 0.5 ? "rose" : "tulip";

    private static FlowerRow Row(Flower flower, Prediction said) =>
        new(flower.Length, flower.Width > 100 ? throw new FormatException("too wide") : flower.Width, said.Kind);

    internal sealed record Flower(double Length, double Width);

    internal sealed record Prediction(string Kind);

    internal sealed record FlowerRow(double Length, double Width, string Kind);

    internal sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Writer.TryWrite($"{logLevel}: {formatter(state, exception)}");

        /// <summary>The next line that has a word.</summary>
        public async Task<string> LineAsync(string word)
        {
            while (true)
            {
                if (await _lines.Reader.ReadAsync(Stop) is { } line && line.Contains(word, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }

        public void Dispose()
        {
        }
    }
}
