using Microsoft.Win32.SafeHandles;
using MlOps.Data.Stat;

namespace MlOps.Data;

/// <summary>Reads files block by block, digesting what is read and handing it on where asked.</summary>
internal static class FileContent
{
    /// <summary>Every block but the last has this size. DVC 2 digested by such blocks, so it must stay.</summary>
    private const int BlockSize = 1024 * 1024;
    private const int Attempts = 3;

    /// <summary>
    /// Reads the whole file. The digest is of exactly the bytes that <paramref name="receiver"/> got; should the file change
    /// meanwhile, it is read again, and given up when it does not come to rest.
    /// </summary>
    internal static FileReading ReadUnchanged(string file, IBlockReceiver? receiver, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            receiver?.Restart();
            if (TryRead(file, receiver, cancellationToken) is { } reading)
            {
                return reading;
            }
        }

        throw new UnreadableFileException($"It changed each of the {Attempts} times it was read: another program is writing to it.");
    }

    private static FileReading? TryRead(string file, IBlockReceiver? receiver, CancellationToken cancellationToken)
    {
        var before = Reading(file, FileStamp.Of);
        // Others may write meanwhile: an editor that keeps the file open must not stop a build. A change is noticed below.
        using var handle = Reading(file, static file => File.OpenHandle(
            file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan));
        using var digest = new BackgroundDigest(BlockSize);
        var offset = 0L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var block = digest.Take();
            var read = Reading((handle, block, offset), static at => Fill(at.handle, at.block, at.offset));
            offset += read;
            // A file that grows as fast as it is read must not be followed for ever.
            if (read == 0 || offset > before.Size)
            {
                break;
            }

            receiver?.Receive(block.AsSpan(0, read));
            digest.Append(block, read);
        }

        var taken = FileStamp.Nanoseconds(DateTime.UtcNow);
        return offset == before.Size && Reading(file, FileStamp.Of) == before
            ? new FileReading(new FileDigest(digest.Finish(), offset), before, taken)
            : null;
    }

    // Fewer bytes than asked for are no sign of the end.
    private static int Fill(SafeFileHandle handle, Span<byte> block, long offset)
    {
        var filled = 0;
        while (filled < block.Length && RandomAccess.Read(handle, block[filled..], offset + filled) is > 0 and var read)
        {
            filled += read;
        }

        return filled;
    }

    // A fault of the file that is read must be told from one of the place that is written.
    private static TResult Reading<TState, TResult>(TState state, Func<TState, TResult> action)
    {
        try
        {
            return action(state);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(problem.Message, problem);
        }
    }
}

/// <summary>What reading a file came to.</summary>
/// <param name="Digest">Its content.</param>
/// <param name="Stamp">What the file system said of it, before as after.</param>
/// <param name="Taken">When that was known, in nanoseconds since 1970.</param>
internal readonly record struct FileReading(FileDigest Digest, FileStamp Stamp, long Taken);

/// <summary>Gets the bytes of a file as they are read.</summary>
internal interface IBlockReceiver
{
    /// <summary>The file is read from its start, for the first time or because it changed meanwhile.</summary>
    void Restart();

    /// <summary>The next bytes; they are gone when this returns.</summary>
    void Receive(ReadOnlySpan<byte> block);
}

/// <summary>The file to be read is at fault.</summary>
internal sealed class UnreadableFileException(string message, Exception? inner = null) : IOException(message, inner);
