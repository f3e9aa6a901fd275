using System.Globalization;
using DigitsTraining;
using MlOps;
using YamlDotNet.Core;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CommandLine command;
try
{
    command = CommandLine.Parse(args);
}
catch (Exception error) when (error is FormatException or IOException or YamlException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}

if (command.IsDryRun)
{
    Console.WriteLine($"Would train with {Digits.Read(Datasets.Digits.Path).Count} digits and {command.Options}.");
    return 0;
}

// Ctrl+C ends the training at the next epoch, and its runs as killed.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

try
{
    var evaluation = await Trainer.TrainAsync(command.Options, stop.Token);
    Console.WriteLine($"""

        A network of {command.Options.HiddenUnits} hidden units on handwritten digits
          accuracy, cross-validation   {evaluation.CrossValidationAccuracy,7:0.0 %}   ({command.Options.Folds} folds)
          accuracy, test set           {evaluation.TestAccuracy,7:0.0 %}   ({evaluation.TestDigits} digits the network never saw)

        The run and its folds are recorded: parameters, every epoch, the network, the data and the code. Look at them with
          dotnet run --project runtime/MlOps.Cli -- runs show latest

        """);
    return 0;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 1;
}
