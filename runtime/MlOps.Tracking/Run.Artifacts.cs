using System.Text;
using MlOps.Recording;

namespace MlOps;

// Files that a run keeps. Their paths have forward slashes and stay inside the run; the last one at a path wins.
public sealed partial class Run
{
    /// <summary>Keeps a text as an artifact, in UTF-8.</summary>
    /// <param name="path">Its path among the run's artifacts, with forward slashes: <c>reports/confusion.csv</c>. It must stay inside.</param>
    /// <param name="text">The text.</param>
    public void LogText(string path, string text) => LogBytes(path, Encoding.UTF8.GetBytes(text ?? ""));

    /// <summary>Keeps bytes as an artifact. They are copied, so the buffer may be used again at once.</summary>
    /// <param name="path">Its path among the run's artifacts, with forward slashes: <c>model.bin</c>. It must stay inside.</param>
    /// <param name="content">The bytes.</param>
    public void LogBytes(string path, ReadOnlySpan<byte> content) =>
        Post(nameof(LogBytes), new RunEvent.Artifact(path, content.ToArray()));

    /// <summary>Keeps a copy of a file as an artifact.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path among the run's artifacts; left out, the name of the file.</param>
    /// <remarks>The copy is made before this returns, since training may go on to change the file. A file that cannot be read is told, not thrown.</remarks>
    public void LogFile(string file, string? path = null) =>
        Stage(nameof(LogFile), file, recorder => LogStaged(path ?? Path.GetFileName(file), recorder.CopyFile(file)));

    /// <summary>Keeps copies of all files in a folder and in the folders below it. Links to folders are not followed.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">Where the files go among the run's artifacts; left out, to the top.</param>
    /// <remarks>As <see cref="LogFile"/>: the copies are made before this returns.</remarks>
    public void LogFolder(string folder, string? path = null) => Stage(nameof(LogFolder), folder, recorder =>
    {
        foreach (var file in Staging.FilesOf(folder))
        {
            var target = string.IsNullOrEmpty(path) ? file : $"{path.TrimEnd('/')}/{file}";
            LogStaged(target, recorder.CopyFile(Path.Combine(folder, file)));
        }
    });

    /// <summary>Keeps what a stream still has to give as an artifact. The stream is read to its end before this returns, and stays open.</summary>
    /// <param name="path">Its path among the run's artifacts, with forward slashes. It must stay inside.</param>
    /// <param name="content">The stream.</param>
    public void LogStream(string path, Stream content) =>
        Stage(nameof(LogStream), path, recorder => LogStaged(path, recorder.CopyStream(content)));

    private void Stage(string member, string what, Action<Recorder> copy)
    {
        if (_recorder is null)
        {
            Faults.NoRun(member);
            return;
        }

        try
        {
            copy(_recorder);
        }
        catch (Exception fault)
        {
            _recorder.Faults.Report($"could not keep artifact '{what}': {fault.Message}");
        }
    }

    private void LogStaged(string path, string copy) => Post(nameof(LogFile), new RunEvent.StagedArtifact(path, copy));
}
