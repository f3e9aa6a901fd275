namespace DigitsTraining;

/// <summary><c>[--config FILE] [--dry-run] [--epochs N] [--learning-rate X] …</c></summary>
internal sealed record CommandLine(TrainingOptions Options, bool IsDryRun)
{
    public static CommandLine Parse(string[] args)
    {
        var (options, isDryRun) = (new TrainingOptions(), false);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--dry-run":
                    isDryRun = true;
                    break;
                case "--config" when i + 1 < args.Length:
                    options = TrainingOptions.FromYaml(args[++i]);
                    break;
                case ['-', '-', .. var name] when i + 1 < args.Length:
                    options = options.With(name.Replace('-', '_'), args[++i]);
                    break;
                default:
                    throw new FormatException($"'{args[i]}' is not understood. Usage: [--config FILE] [--dry-run] [--epochs N] [--learning-rate X] …");
            }
        }

        return new(options, isDryRun);
    }
}
