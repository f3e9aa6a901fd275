using System.Globalization;
using MlOps.MLflow;
using MlOps.Search;
using TeamServer;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

if (args is not ["best"])
{
    foreach (var rate in (double[])[0.05, 0.2, 0.8])
    {
        Console.WriteLine($"rate {rate}: loss {Trainer.Train(new TrainingOptions(rate)):0.0000}");
    }

    return;
}

using var client = new MlflowClient(MlflowOptions.FromEnvironment());
var experiment = await client.Experiments.GetOrCreateAsync("team-server");
var good = RunFilter.Metric("loss").LessThan(0.1).And(RunFilter.Tag("team").EqualTo("vision"));
var query = new RunQuery { ExperimentIds = [experiment.ExperimentId], OrderBy = ["metrics.loss ASC"] };
await foreach (var run in client.Runs.SearchAsync(good, query).Take(3))
{
    Console.WriteLine($"{run.Info.RunName}: loss {run.Metrics["loss"].Value:0.0000}");
}
