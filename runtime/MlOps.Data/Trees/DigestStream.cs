using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace MlOps.Data.Trees;

/// <summary>Digests what is written to it, and hands it on where somebody wants it.</summary>
/// <param name="next">Gets the same bytes.</param>
[SuppressMessage("Security", "CA5351", Justification = "It is the identity DVC gives to content, not a protection.")]
internal sealed class DigestStream(Stream? next = null) : Stream
{
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public FileDigest Finish() => new(Convert.ToHexStringLower(_md5.GetHashAndReset()), _length);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _md5.AppendData(buffer);
        _length += buffer.Length;
        next?.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => next?.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _md5.Dispose();
        }

        base.Dispose(disposing);
    }
}
