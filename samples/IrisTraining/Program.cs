using System.Globalization;
using IrisTraining;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var evaluation = Trainer.Train(new TrainingOptions());

Console.WriteLine($"""

    Softmax regression on Fisher's irises
      loss after training      {evaluation.TrainLoss,7:0.0000}
      accuracy, training set   {evaluation.TrainAccuracy,7:0.0 %}
      accuracy, test set       {evaluation.TestAccuracy,7:0.0 %}   ({evaluation.TestFlowers} flowers the model never saw)

    The run is recorded: parameters, every epoch, the model, the data and the code. Look at it with
      dotnet run --project runtime/MlOps.Cli -- runs show latest

    """);
