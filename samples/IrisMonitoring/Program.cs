using System.Text.Json.Serialization;
using IrisMonitoring;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(static options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, IrisJson.Default));
builder.Services.AddMonitoredMethods(); // Alerts and windows as appsettings.json says.
builder.Services.AddHealthChecks().AddMonitors();
builder.Services.AddHostedService<Visitors>();

var app = builder.Build();
app.MapPost("/predict", static (Flower flower) => TypedResults.Ok(new Prediction(Classifier.Predict(flower))));
app.MapHealthChecks("/health", new() { ResponseWriter = static (context, report) => context.Response.WriteAsync($"{report.Status}: {report.Entries["monitors"].Description}") });
app.Run();

namespace IrisMonitoring
{
    /// <summary>The answer.</summary>
    internal sealed record Prediction(string Species);

    [JsonSerializable(typeof(Flower))]
    [JsonSerializable(typeof(Prediction))]
    [JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
    internal sealed partial class IrisJson : JsonSerializerContext;
}
