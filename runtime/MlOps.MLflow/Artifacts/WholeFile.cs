namespace MlOps.MLflow.Artifacts;

/// <summary>Files that are there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Opens a file to read it once from its beginning to its end, with buffers that are the reader's.</summary>
    public static FileStream OpenRead(string file) =>
        new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Writes a file beside its place and moves it there when all is written.</summary>
    public static async Task WriteAsync(string file, Func<FileStream, Task> write)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(file)!).FullName;
        var temporary = Path.Combine(folder, $".mlops-{Guid.NewGuid():n}.partial");
        try
        {
            var target = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous);
            await using (target.ConfigureAwait(false))
            {
                await write(target).ConfigureAwait(false);
            }

            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>A stream that can seek, with what another still has to give: the stream itself, or a file that goes away when it is closed.</summary>
    public static async Task<Stream> SeekableAsync(Stream content, CancellationToken cancellationToken)
    {
        if (content.CanSeek)
        {
            return content;
        }

        var copy = new FileStream(
            Path.Combine(Path.GetTempPath(), $"mlops-{Guid.NewGuid():n}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            await content.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
            copy.Position = 0;
            return copy;
        }
        catch
        {
            await copy.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
