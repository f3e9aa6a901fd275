using System.Globalization;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MlOps.Data;
using MlOps.Data.Schemas;
using Task = Microsoft.Build.Utilities.Task;

namespace MlOps.Build;

/// <summary>
/// Versions the files that <c>&lt;Dataset&gt;</c> items name, and writes the list of them that the generator reads.
/// Always runs: whether a file changed is decided by its content, not by MSBuild's time stamps.
/// </summary>
public sealed class VersionDatasets : Task, ICancelableTask, IDisposable
{
    private static readonly string[] s_policies = ["true", "existing", "false"];

    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The items, with the metadata that <c>docs/data.md</c> tells of.</summary>
    [Required]
    public ITaskItem[] Datasets { get; set; } = [];

    /// <summary><c>Update</c>, <c>Verify</c> or <c>Off</c>.</summary>
    [Required]
    public string Mode { get; set; } = "";

    /// <summary>The project file, from whose folder paths are told.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The list to write, below <c>obj</c>.</summary>
    [Required]
    public string ListFile { get; set; } = "";

    /// <summary>The folder below <c>obj</c> that remembers what files hold where there is no DVC repository to do it.</summary>
    [Required]
    public string StateFolder { get; set; } = "";

    /// <summary><c>true</c>, <c>existing</c> or <c>false</c>: which data sets have their columns locked.</summary>
    public string SchemaLock { get; set; } = "existing";

    /// <summary>Whether locks are to say what the data are now.</summary>
    public bool AcceptSchema { get; set; }

    /// <summary>The folder below <c>obj</c> for the profiles of those data sets that ask for one.</summary>
    public string ProfileFolder { get; set; } = "";

    /// <summary>The profiles, to be copied beside the program.</summary>
    [Output]
    public ITaskItem[] Profiles { get; set; } = [];

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (!Enum.GetNames<DatasetMode>().Contains(Mode, StringComparer.OrdinalIgnoreCase))
        {
            LogError("MLOPS2007", ProjectFile, 0, $"MlOpsDatasetMode is '{Mode}'. It must be Update, Verify or Off.");
            return false;
        }

        if (!s_policies.Contains(SchemaLock, StringComparer.OrdinalIgnoreCase))
        {
            LogError("MLOPS2020", ProjectFile, 0, $"MlOpsSchemaLock is '{SchemaLock}'. It must be true, existing or false.");
            return false;
        }

        var mode = Enum.Parse<DatasetMode>(Mode, ignoreCase: true);
        var folder = Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!;
        var candidates = Datasets
            .Where(item => !IsBookkeeping(item.ItemSpec, folder))
            .Select(item => Version(item, mode, folder))
            .OfType<SchemaLocks.Candidate>()
            .ToArray();
        var entries = new SortedDictionary<string, DatasetEntry>(StringComparer.Ordinal);
        foreach (var (item, version, columns) in Lock(candidates, mode, folder))
        {
            Add(entries, DatasetEntry.Of(item, folder, version, columns), item.Item);
        }

        Profiles = [.. entries.Values.Where(static entry => entry.Profile is not null).Select(entry => Profile(entry, folder)).OfType<ITaskItem>()];
        if (!Log.HasLoggedErrors)
        {
            DatasetList.Write(ListFile, entries.Values);
        }

        return !Log.HasLoggedErrors;
    }

    private IReadOnlyList<SchemaLocks.Candidate> Lock(IReadOnlyList<SchemaLocks.Candidate> candidates, DatasetMode mode, string folder) =>
        mode == DatasetMode.Off || Log.HasLoggedErrors
            ? candidates
            : new SchemaLocks(SchemaLock, mode == DatasetMode.Verify ? SchemaLockMode.Verify : AcceptSchema ? SchemaLockMode.Accept : SchemaLockMode.Update, folder).Apply(
                candidates,
                Fail,
                file => Log.LogMessage(MessageImportance.High, "{0}", $"  {Path.GetRelativePath(folder, file)} -> schema locked. Commit it with your code."));

    private void Fail(DatasetItem item, string code, string message, (string File, int Line)? place)
    {
        if (place is { } known)
        {
            LogError(code, known.File, known.Line, message);
        }
        else
        {
            LogError(code, item.Item, message);
        }
    }

    /// <summary>What lies beside data sets on their account; a wildcard finds it too.</summary>
    private static bool IsBookkeeping(string path, string folder) =>
        path.EndsWith(".dvc", StringComparison.OrdinalIgnoreCase)
        || Path.GetFileName(path) == ".gitignore"
        || (path.EndsWith(SchemaLockFile.Extension, StringComparison.Ordinal) && File.Exists(Path.GetFullPath(path[..^SchemaLockFile.Extension.Length], folder)));

    private SchemaLocks.Candidate? Version(ITaskItem item, DatasetMode mode, string folder)
    {
        try
        {
            return Version(DatasetItem.Of(item, folder), mode, folder);
        }
        catch (FormatException problem)
        {
            LogError("MLOPS2020", item, $"Data set '{item.ItemSpec}' cannot be used: {problem.Message}. Correct the item.");
            return null;
        }
    }

    private SchemaLocks.Candidate? Version(DatasetItem item, DatasetMode mode, string folder)
    {
        var spec = item.Item.ItemSpec;
        try
        {
            if (DatasetPull.IsNeeded(item))
            {
                if (DatasetPull.Run(item, _cancellation.Token) is { } problem)
                {
                    LogError("MLOPS2010", item.Item, $"Data set '{spec}' could not be pulled: {problem}.");
                    return null;
                }

                Log.LogMessage(MessageImportance.High, "{0}", $"  {spec} -> pulled");
            }

            var version = DatasetVersioner.Version(item.Path, ModeOf(item, mode), folder, Path.GetFullPath(StateFolder, folder), _cancellation.Token);
            Tell(spec, version);
            return new SchemaLocks.Candidate(item, version, DatasetEntry.ColumnsOf(version.Table, item));
        }
        catch (FormatException problem)
        {
            LogError("MLOPS2009", item.Item, $"The schema of data set '{spec}' does not fit: {problem.Message}. Correct its Schema=\"{item.Schema}\", or the file.");
        }
        catch (DatasetException problem) when (item.IsFrozen && problem.Code == DatasetException.ContentDiffers)
        {
            LogError("MLOPS2021", item.Item, $"Frozen data set '{spec}' is not what its pointer says: restore the file with 'mlops data checkout', or take Frozen=\"true\" off the item if the new content is meant.");
        }
        catch (DatasetException problem) when (problem.Line > 0)
        {
            LogError(problem.Code, problem.File, problem.Line, problem.Message); // The pointer itself is wrong, and where is known.
        }
        catch (DatasetException problem)
        {
            LogError(problem.Code, item.Item, problem.Message);
        }
        catch (OperationCanceledException)
        {
            Log.LogError("Versioning of {0} was cancelled.", spec);
        }

        return null;
    }

    /// <summary>A frozen data set gets its first pointer, and then keeps it.</summary>
    private static DatasetMode ModeOf(DatasetItem item, DatasetMode mode) =>
        item.IsFrozen && mode == DatasetMode.Update && File.Exists(DvcPointer.FileFor(item.Path)) ? DatasetMode.Verify : mode;

    private void Tell(string spec, DatasetVersion version)
    {
        if (version.Change != DatasetChange.Unchanged)
        {
            Log.LogMessage(
                MessageImportance.High,
                "{0}",
                string.Create(CultureInfo.InvariantCulture, $"  {spec} -> version {version.Digest} ({version.Size:N0} bytes{(version.FileCount is { } files ? $" in {files:N0} files" : "")}, {(version.Change == DatasetChange.Added ? "new" : "changed")}). Commit {spec.TrimEnd('/', '\\')}.dvc with your code."));
        }

        if (version.Table?.Problem is { } problem)
        {
            Log.LogMessage("{0}", $"{spec} gets no typed rows, since {problem}.");
        }

        if (version.Table?.LeftOut is { } leftOut)
        {
            Log.LogMessage("{0}", $"Rows of {spec} lack columns: {leftOut}.");
        }
    }

    private TaskItem? Profile(DatasetEntry entry, string folder)
    {
        var spec = entry.Item.Item.ItemSpec;
        if (Log.HasLoggedErrors)
        {
            return null; // What is not even versioned is not profiled.
        }

        try
        {
            var file = Path.GetFullPath(Path.Combine(ProfileFolder, Path.GetFileName(entry.Profile!)), folder);
            if (DatasetProfiling.Write(entry, file, _cancellation.Token))
            {
                Log.LogMessage(MessageImportance.High, "{0}", $"  {spec} -> profiled, {entry.Profile}");
            }

            return new TaskItem(file, new Dictionary<string, string> { ["Link"] = entry.Profile! });
        }
        catch (FormatException problem)
        {
            LogError("MLOPS2026", entry.Item.Item, $"Data set '{spec}' cannot be profiled: {problem.Message.TrimEnd('.')}. Or take Profile=\"true\" off the item.");
        }
        catch (IOException problem)
        {
            LogError("MLOPS2026", entry.Item.Item, $"Data set '{spec}' cannot be profiled: {problem.Message}");
        }
        catch (OperationCanceledException)
        {
            Log.LogError("Profiling of {0} was cancelled.", spec);
        }

        return null;
    }

    private void Add(SortedDictionary<string, DatasetEntry> entries, DatasetEntry entry, ITaskItem item)
    {
        if (entries.TryGetValue(entry.Identifier, out var other) && other.Source != entry.Source)
        {
            LogError("MLOPS2008", item, $"'{item.ItemSpec}' and '{other.Source}' would both be Datasets.{entry.Identifier}. Give one of them a name: <Dataset Include=\"{item.ItemSpec}\" Name=\"…\" />.");
            return;
        }

        entries[entry.Identifier] = entry;
    }

    private void LogError(string code, ITaskItem item, string message)
    {
        var file = item.GetMetadata("DefiningProjectFullPath") is { Length: > 0 } defining ? defining : ProjectFile;
        LogError(code, file, ItemLine.Find(file, "Dataset", item.ItemSpec), message);
    }

    private void LogError(string code, string file, int line, string message) =>
        Log.LogError(null, code, null, RuleHelp.LinkTo(code), file, line, 0, 0, 0, "{0}", message);
}
