using System.CommandLine;
using MlOps.Cli.Code;
using MlOps.Cli.Data;
using MlOps.Cli.Doctor;
using MlOps.Cli.Lineage;
using MlOps.Cli.Models;
using MlOps.Cli.Monitoring;
using MlOps.Cli.Runs;
using MlOps.Cli.Silicon;
using MlOps.Cli.Sync;

namespace MlOps.Cli;

/// <summary>All that <c>mlops</c> understands.</summary>
internal static class MlopsRoot
{
    public static ParseResult Parse(string[] args)
    {
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
        return root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    }
}
