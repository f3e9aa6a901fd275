using System.Globalization;
using MlOps;
using ThermalTraining;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var evaluation = Trainer.Train(new TrainingOptions());

Console.WriteLine($"""

    Handwritten digits, learned by many threads
      loss after training    {evaluation.TrainLoss,7:0.0000}
      accuracy, test set     {evaluation.TestAccuracy,7:0.0 %}   ({evaluation.TestDigits} digits the network never saw)

    What the machine did meanwhile
      processors             {evaluation.BusyProcessors,7:0.0}   busy, of {Environment.ProcessorCount} ({SiliconInfo.Current.Cpu.Model ?? "unknown"})
      heat                   {evaluation.Heat}

    The run is recorded, with its power and temperatures where this machine tells them. Look at it with
      dotnet run --project runtime/MlOps.Cli -- runs show latest

    """);
