using System.Diagnostics;

namespace MlOps.Data;

/// <summary>A lock between processes: a file that one of them has open for itself. It falls with the process that held it.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    internal static FileLock Take(string file, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileLock(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException problem) when (problem is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (waited.Elapsed > Patience)
                {
                    throw new IOException($"Another process has held '{file}' for {Patience.TotalSeconds} seconds.", problem);
                }
            }

            if (cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(10)))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    public void Dispose() => _stream.Dispose();
}
