using System.Globalization;
using Microsoft.Build.Framework;
using MlOps.Data;
using Task = Microsoft.Build.Utilities.Task;

namespace MlOps.Build;

/// <summary>
/// Versions the files that <c>&lt;Dataset&gt;</c> items name, and writes the list of them that the generator reads.
/// Always runs: whether a file changed is decided by its content, not by MSBuild's time stamps.
/// </summary>
public sealed class VersionDatasets : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The items; <c>Name</c> metadata renames a data set, <c>Schema</c> gives its columns types.</summary>
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

        var mode = Enum.Parse<DatasetMode>(Mode, ignoreCase: true);
        var folder = Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!;
        var entries = new SortedDictionary<string, DatasetEntry>(StringComparer.Ordinal);
        foreach (var item in Datasets.Where(static item => !IsBookkeeping(item.ItemSpec)))
        {
            if (Version(item, mode, folder) is { } entry)
            {
                Add(entries, entry, item);
            }
        }

        if (!Log.HasLoggedErrors)
        {
            DatasetList.Write(ListFile, entries.Values);
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>What lies beside data sets on their account; a wildcard finds it too.</summary>
    private static bool IsBookkeeping(string path) =>
        path.EndsWith(".dvc", StringComparison.OrdinalIgnoreCase) || Path.GetFileName(path) == ".gitignore";

    private DatasetEntry? Version(ITaskItem item, DatasetMode mode, string folder)
    {
        var path = Path.GetFullPath(item.ItemSpec, folder);
        try
        {
            var version = DatasetVersioner.Version(path, mode, folder, Path.GetFullPath(StateFolder, folder), _cancellation.Token);
            if (version.Change != DatasetChange.Unchanged)
            {
                Log.LogMessage(
                    MessageImportance.High,
                    "{0}",
                    string.Create(CultureInfo.InvariantCulture, $"  {item.ItemSpec} -> version {version.Digest} ({version.Size:N0} bytes, {(version.Change == DatasetChange.Added ? "new" : "changed")}). Commit {item.ItemSpec}.dvc with your code."));
            }

            if (version.Table?.Problem is { } problem)
            {
                Log.LogMessage("{0}", $"{item.ItemSpec} gets no typed rows, since {problem}.");
            }

            return DatasetEntry.Of(item, folder, path, version);
        }
        catch (FormatException problem)
        {
            LogError("MLOPS2009", item, $"The schema of data set '{item.ItemSpec}' does not fit: {problem.Message}. Correct its Schema=\"{item.GetMetadata("Schema")}\", or the file.");
        }
        catch (DatasetException problem) when (problem.Line > 0)
        {
            LogError(problem.Code, problem.File, problem.Line, problem.Message); // The pointer itself is wrong, and where is known.
        }
        catch (DatasetException problem)
        {
            LogError(problem.Code, item, problem.Message);
        }
        catch (OperationCanceledException)
        {
            Log.LogError("Versioning of {0} was cancelled.", item.ItemSpec);
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
