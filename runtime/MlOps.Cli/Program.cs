using System.CommandLine;
using MlOps.Cli;

var parsed = MlopsRoot.Parse(args);
if (parsed.Errors.Count > 0)
{
    // Choices come a line each, and what is said here is one line.
    var problem = string.Join(' ', parsed.Errors.SelectMany(static error => error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    return Failure.Tell(parsed, "usage", $"{problem} 'mlops --help' shows what there is.", path: null, ExitCode.Usage);
}

using var interruption = new Interruption(parsed);
try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    return parsed.InvokeAsync(configuration, interruption.Token).GetAwaiter().GetResult();
}
catch (Exception) when (interruption.HasCome)
{
    return interruption.Tell();
}
catch (Exception problem)
{
    // A damaged database, a current directory that is gone: told in a line, not as a crash.
    return Failure.Tell(parsed, problem);
}
