using System.CommandLine;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary>What <c>push</c>, <c>fetch</c> and <c>pull</c> are told.</summary>
internal sealed class TransferArguments
{
    private readonly Argument<string[]> _targets = DataOptions.Targets("Pointers, data sets, folders above them, files inside, or stages; all when none is named.");
    private readonly Option<string?> _remote = new("--remote", "-r") { Description = "The remote, when it is not the default." };
    private readonly Option<int> _jobs = new("--jobs", "-j") { Description = "How many files are moved at once." };
    private readonly Option<bool> _branches = new("--all-branches", "-a") { Description = "What the tips of all branches need, too." };
    private readonly Option<bool> _tags = new("--all-tags", "-T") { Description = "What all tags need, too." };
    private readonly Option<bool> _commits = new("--all-commits", "-A") { Description = "What all commits need, too." };
    private readonly Option<bool> _recursive = new("--recursive", "-R") { Description = "Does nothing: folders are always searched. Known because DVC has it." };
    private readonly Option<bool> _glob = new("--glob") { Description = "Targets are patterns, such as 'data/*.csv'." };
    private readonly Option<bool> _runCache = new("--run-cache") { Description = "Move what is known of stages that ran, too." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_targets);
        foreach (var option in (Option[])[_remote, _jobs, _branches, _tags, _commits, _recursive, _glob, _runCache])
        {
            command.Options.Add(option);
        }
    }

    public TransferOptions Read(ParseResult parsed) => new()
    {
        Targets = parsed.GetValue(_targets) is not { } targets ? [] : parsed.GetValue(_glob) ? Patterns.Datasets(targets) : targets,
        Remote = parsed.GetValue(_remote),
        Jobs = parsed.GetValue(_jobs),
        AllBranches = parsed.GetValue(_branches),
        AllTags = parsed.GetValue(_tags),
        AllCommits = parsed.GetValue(_commits),
        RunCache = parsed.GetValue(_runCache),
    };
}
