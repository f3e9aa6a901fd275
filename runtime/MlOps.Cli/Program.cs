using System.CommandLine;
using MlOps.Cli;
using MlOps.Cli.Code;
using MlOps.Cli.Data;
using MlOps.Cli.Doctor;
using MlOps.Cli.Lineage;
using MlOps.Cli.Runs;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 400; // A file or a pipe has no edge to wrap at.
}

var root = new RootCommand("Look at what MlOps.Generators recorded.")
{
    RunsCommand.Create(), CodeCommand.Create(), DataCommand.Create(), LineageCommand.Create(), DoctorCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync($"mlops: {TerminalText.Of(error.Message)}").ConfigureAwait(false);
    }

    await Console.Error.WriteLineAsync("'mlops --help' shows what there is.").ConfigureAwait(false);
    return ExitCode.Usage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
}
catch (Exception problem)
{
    // A damaged database, a current directory that is gone: told in a line, not as a crash.
    await Console.Error.WriteLineAsync($"mlops: {TerminalText.Of(problem.Message)}").ConfigureAwait(false);
    return ExitCode.Failed;
}
