using System.CommandLine;
using MlOps.Store;

namespace MlOps.Cli.Code;

/// <summary><c>mlops code explain</c>.</summary>
internal static class CodeCommand
{
    public static Command Create() => new("code", "Ask about the code behind runs.") { CreateExplain() };

    private static Command CreateExplain()
    {
        var a = new Argument<string>("run-a") { Description = "A run id, the beginning of one, or 'latest', the newest that is not nested." };
        var b = new Argument<string>("run-b") { Description = "The run to compare it with." };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else." };
        var command = new Command("explain", "Say whether two runs ran the same code, and where it differs. Exits with 0 when it is the same, with 1 when it is not.") { a, b, json };
        command.SetAction(parsed =>
        {
            using var reader = RunReader.Open(StoreLocation.Resolve());
            var comparison = CodeComparison.Of(Read(reader, parsed.GetRequiredValue(a)), Read(reader, parsed.GetRequiredValue(b)));
            if (parsed.GetValue(json))
            {
                CodeJson.Write(Console.OpenStandardOutput(), comparison);
            }
            else
            {
                CodeText.Print(Terminal.Console, comparison);
            }

            return comparison.Same == true ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    private static RecordedCode Read(RunReader reader, string run)
    {
        var code = reader.Code(reader.Details(reader.Find(run)));
        return code.Fingerprint is not null ? code : throw new StoreException(
            $"Run '{code.RunId}' has no code fingerprint: it was not made by a [Tracked] method of a project that was built with MlOps.Generators. " +
            "Build with MlOpsWeave=true, which is the default, and run again.");
    }
}
