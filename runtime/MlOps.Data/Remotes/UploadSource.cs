using System.Security.Cryptography;

namespace MlOps.Data.Remotes;

/// <summary>A file to be uploaded, and the content that it must have: reading it to its end fails when it has another.</summary>
/// <param name="File">The file.</param>
/// <param name="Md5">The MD5 of its content, 32 hex digits; null for a file whose name does not say.</param>
/// <param name="IsLegacy">Whether that is the MD5 of DVC 2.</param>
internal sealed record UploadSource(string File, string? Md5, bool IsLegacy = false)
{
    public long Size { get; } = new FileInfo(File).Length;

    /// <summary>Opens the file. The last bytes are handed out only after all of them proved right, so nobody can take a wrong one for complete.</summary>
    public Stream Open()
    {
        var stream = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return Md5 is null ? stream : new VerifiedStream(stream, this);
    }

    /// <summary>All bytes, when they are few.</summary>
    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var stream = Open();
        await using (stream.ConfigureAwait(false))
        {
            var content = new byte[Size];
            await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
            return content;
        }
    }

    internal CorruptObjectException Corrupt() => new(
        $"'{File}' in the cache has other bytes than its name says: 'mlops data verify' finds and repairs such objects.");

    /// <summary>Digests what it hands out, in blocks of 1 MiB as DVC 2 did.</summary>
    private sealed class VerifiedStream(FileStream file, UploadSource source) : Stream
    {
        private const int BlockSize = 1024 * 1024;

        private readonly byte[] _block = new byte[(int)Math.Clamp(source.Size, 1, BlockSize)];
        private readonly IncrementalHash? _md5 = source.IsLegacy ? null : IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        private readonly LegacyDigest? _legacy = source.IsLegacy ? new LegacyDigest() : null;
        private int _start;
        private int _end;
        private long _read;
        private bool _verified;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => source.Size;

        public override long Position
        {
            get => _read - (_end - _start);
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_start == _end)
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
            }

            var count = Math.Min(buffer.Length, _end - _start);
            _block.AsMemory(_start, count).CopyTo(buffer);
            _start += count;
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            _md5?.Dispose();
            _legacy?.Dispose();
            base.Dispose(disposing);
        }

        private async Task FillAsync(CancellationToken cancellationToken)
        {
            if (_verified)
            {
                return;
            }

            _start = 0;
            _end = await file.ReadAtLeastAsync(_block, _block.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            _read += _end;
            _md5?.AppendData(_block, 0, _end);
            _legacy?.Receive(_block.AsSpan(0, _end));
            if (_read >= source.Size || _end < _block.Length)
            {
                _verified = true;
                var found = _legacy?.Finish() ?? Convert.ToHexStringLower(_md5!.GetHashAndReset());
                if (_read != source.Size || found != source.Md5)
                {
                    _end = 0;
                    throw source.Corrupt();
                }
            }
        }
    }
}
