using Microsoft.Build.Framework;
using MlOps.Data;
using Task = Microsoft.Build.Utilities.Task;

namespace MlOps.Build;

/// <summary>Looks at the data sets of a project, pulls them or pushes them: the targets <c>MlOpsDataStatus</c>, <c>MlOpsDataPull</c> and <c>MlOpsDataPush</c>.</summary>
public sealed class TransferDatasets : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The items.</summary>
    [Required]
    public ITaskItem[] Datasets { get; set; } = [];

    /// <summary><c>Status</c>, <c>Pull</c> or <c>Push</c>.</summary>
    [Required]
    public string Action { get; set; } = "";

    /// <summary>The project file, from whose folder paths are told.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc/>
    public override bool Execute()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!;
        // One remote a data set may name; those that name none go together.
        foreach (var group in Datasets.Where(item => File.Exists(DvcPointer.FileFor(PathOf(item, folder)))).GroupBy(static item => item.GetMetadata("Remote")))
        {
            var paths = group.Select(item => PathOf(item, folder)).ToArray();
            try
            {
                var repository = DvcRepository.Find(Path.GetDirectoryName(paths[0])!) ?? throw new DirectoryNotFoundException("there is no folder .dvc above it");
                Run(repository, new TransferOptions { Targets = paths, Remote = group.Key is { Length: > 0 } remote ? remote : null });
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or DvcFormatException or DataOperationException)
            {
                Fail(paths[0], problem.Message.TrimEnd('.'));
            }
        }

        return !Log.HasLoggedErrors;
    }

    private void Run(DvcRepository repository, TransferOptions options)
    {
        switch (Action)
        {
            case "Pull":
                Tell("pulled", DatasetTransfer.FetchAsync(repository, options, _cancellation.Token).GetAwaiter().GetResult());
                foreach (var result in DatasetCheckout.Run(repository, options.Targets, options: null, _cancellation.Token).Where(static result => result.Problem is not null))
                {
                    Fail(result.Path, result.Problem!);
                }

                break;
            case "Push":
                Tell("pushed", DatasetTransfer.PushAsync(repository, options, _cancellation.Token).GetAwaiter().GetResult());
                break;
            default:
                foreach (var status in RepositoryStatus.Of(repository, options.Targets, cancellationToken: _cancellation.Token))
                {
                    Log.LogMessage(MessageImportance.High, "{0}", $"  {status.Path}: {status.State}{(status.Changes.Count > 0 ? $", {status.Changes.Count} of its files" : "")}");
                }

                break;
        }
    }

    private void Tell(string done, TransferResult result)
    {
        Log.LogMessage(MessageImportance.High, "{0}", $"  {result.Count} files {done}, {result.Bytes} bytes ({result.Remote})");
        foreach (var problem in result.Failed.Concat(result.Missing))
        {
            Fail(problem.Path, problem.Error);
        }
    }

    private static string PathOf(ITaskItem item, string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(item.ItemSpec, folder));

    private void Fail(string path, string problem) =>
        Log.LogError(null, "MLOPS2010", null, RuleHelp.LinkTo("MLOPS2010"), ProjectFile, 0, 0, 0, 0, "{0}", $"Data set '{path}' could not be {(Action == "Push" ? "pushed" : "pulled")}: {problem}.");
}
