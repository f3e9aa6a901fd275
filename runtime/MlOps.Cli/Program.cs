using System.CommandLine;
using MlOps.Cli;
using MlOps.Cli.Code;
using MlOps.Cli.Data;
using MlOps.Cli.Doctor;
using MlOps.Cli.Lineage;
using MlOps.Cli.Models;
using MlOps.Cli.Monitoring;
using MlOps.Cli.Runs;
using MlOps.Cli.Silicon;
using MlOps.Cli.Sync;

var root = new RootCommand("Look at what MlOps.Generators recorded.");
Commands.Add(root, args, new Dictionary<string, Func<Command>>(StringComparer.Ordinal)
{
    ["runs"] = RunsCommand.Create,
    ["sync"] = SyncCommand.Create,
    ["models"] = ModelsCommand.Create,
    ["code"] = CodeCommand.Create,
    ["data"] = () => DataCommand.Create(args is ["data", .. var rest] ? rest : []),
    ["lineage"] = LineageCommand.Create,
    ["drift"] = DriftCommand.Create,
    ["profile"] = ProfileCommand.Create,
    ["quality"] = QualityCommand.Create,
    ["summary"] = SummaryCommand.Create,
    ["silicon"] = SiliconCommand.Create,
    ["doctor"] = DoctorCommand.Create,
});
// A file may be called '@notes': no word is a file of further words.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
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
