using System.Diagnostics;
using System.Globalization;
using MlOps.MLflow;
using MlOps.MLflow.Delivery;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Benchmarks.Mlflow;

/// <summary>How fast a store's points reach a server that answers in a millisecond: how much of the time is spent in requests, and with how much memory.</summary>
internal static class DeliveredPoints
{
    public const string Name = "mlflow-delivery";

    private const int Metrics = 5;

    public static int Execute(string[] arguments)
    {
        var points = arguments is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("mlops-delivery-").FullName;
        var (server, uri) = SinkServer.Start(delay: 1);
        try
        {
            var location = new StoreLocation(folder);
            Record(location, points);
            Deliver(location, uri, "warm").GetAwaiter().GetResult();
            Console.WriteLine("| points | delivered in, s | points a second | in requests, % | memory over baseline, MiB |\n|---:|---:|---:|---:|---:|");
            for (var round = 0; round < 5; round++)
            {
                Console.WriteLine(Deliver(location, uri, round.ToString(CultureInfo.InvariantCulture)).GetAwaiter().GetResult());
            }

            return 0;
        }
        finally
        {
            server.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Record(StoreLocation location, int points)
    {
        string[] names = [.. Enumerable.Range(0, Metrics).Select(static metric => string.Create(CultureInfo.InvariantCulture, $"validation/metric_{metric}"))];
        using var recorder = new Recorder(location);
        using var run = Run.Start(recorder, "points", "bench");
        var value = 1.0;
        for (var point = 0; point < points; point++)
        {
            value = (value * 0.999) + 0.0001;
            run.Log(names[point % Metrics], value, point / Metrics);
        }
    }

    /// <summary>Delivers everything, as to a server that has nothing yet.</summary>
    private static async Task<string> Deliver(StoreLocation location, Uri uri, string path)
    {
        using var handler = new TimedHandler { InnerHandler = new SocketsHttpHandler() };
        using var http = new HttpClient(handler);
        using var client = new MlflowClient(new MlflowOptions { TrackingUri = uri.AbsoluteUri, MaxRetries = 0 }, http);
        var log = new DeliveryLog($"{uri}{path}", static message => throw new InvalidOperationException(message));
        var deliverer = new Deliverer(location, client, log);
        await using (deliverer.ConfigureAwait(false))
        {
            deliverer.Outbox.Add(null);
            GC.Collect();
            using var memory = new MemoryWatch();
            var start = Stopwatch.GetTimestamp();
            await deliverer.RoundAsync(looksAtAll: false, waitsForFiles: true, CancellationToken.None).ConfigureAwait(false);
            var took = Stopwatch.GetElapsedTime(start);
            return string.Create(CultureInfo.InvariantCulture,
                $"| {log.Points:N0} | {took.TotalSeconds:0.00} | {log.Points / took.TotalSeconds:N0} | {100 * handler.Busy / took:0.0} | {memory.Growth / 1048576.0:0.0} |");
        }
    }

    /// <summary>Adds up the time from the sending of a request to the end of its answer.</summary>
    private sealed class TimedHandler : DelegatingHandler
    {
        public TimeSpan Busy { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var start = Stopwatch.GetTimestamp();
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
            Busy += Stopwatch.GetElapsedTime(start);
            return response;
        }
    }
}
