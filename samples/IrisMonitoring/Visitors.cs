using MlOps;

namespace IrisMonitoring;

/// <summary>Asks the app for predictions, as its users would: of flowers as they are, and after a few seconds of some that were measured in inches.</summary>
internal sealed partial class Visitors(IConfiguration configuration, ILogger<Visitors> log) : BackgroundService
{
    private const int Many = 600;
    private const double CentimetresOfAnInch = 2.54;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var random = new Random(1);
        var flowers = Datasets.Iris.Rows().ToArray();
        using var http = new HttpClient { BaseAddress = new Uri(configuration["Urls"]!) };
        foreach (var (name, unit) in new[] { ("centimetres", 1.0), ("inches", CentimetresOfAnInch) })
        {
            TellUnit(log, Many, name);
            for (var i = 0; i < Many; i++)
            {
                var row = flowers[random.Next(flowers.Length)];
                var flower = new Flower(row.SepalLength / unit, row.SepalWidth / unit, row.PetalLength / unit, row.PetalWidth / unit);
                using var response = await http.PostAsJsonAsync("/predict", flower, IrisJson.Default.Flower, stoppingToken);
                response.EnsureSuccessStatusCode();
            }

            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken); // The last window is judged beside the requests.
            var health = await http.GetStringAsync(new Uri("/health", UriKind.Relative), stoppingToken);
            TellHealth(log, health);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} flowers are measured in {Unit}.")]
    private static partial void TellUnit(ILogger logger, int count, string unit);

    [LoggerMessage(Level = LogLevel.Information, Message = "/health answers: {Health}")]
    private static partial void TellHealth(ILogger logger, string health);
}
