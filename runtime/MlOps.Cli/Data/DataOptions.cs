using System.CommandLine;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary>What the commands of <c>mlops data</c> have in common.</summary>
internal static class DataOptions
{
    public const string TargetsName = "targets";

    public static Argument<string[]> Targets(string description) => new(TargetsName) { Description = description, Arity = ArgumentArity.ZeroOrMore };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document and nothing else." };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Print nothing; the exit code tells." };

    public static Option<bool> Force(string description) => new("--force", "-f") { Description = description };

    /// <summary>The repository of the current folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static DvcRepository Repository()
    {
        var folder = Directory.GetCurrentDirectory();
        var repository = DvcRepository.Find(folder) ?? throw new DirectoryNotFoundException(
            $"no folder .dvc in '{folder}' or above it: 'mlops data init' makes one.");
        RemotePackages.Register();
        repository.OnWait = static holder => Console.Error.WriteLine($"mlops: waiting for {TerminalText.Of(holder)}, which is at work on this repository.");
        return repository;
    }
}
