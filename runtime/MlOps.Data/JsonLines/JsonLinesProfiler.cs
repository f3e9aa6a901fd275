using MlOps.Data.Stat;
using MlOps.Data.Tables;

namespace MlOps.Data.JsonLines;

/// <summary>
/// Finds the columns of a JSON Lines file while the file is read. Every row is looked at: a key may turn up, or be missing, in any
/// of them.
/// </summary>
internal sealed class JsonLinesProfiler(CancellationToken cancellationToken) : ITableProfiler
{
    private JsonLinesSample _sample = new();
    private byte[] _kept = [];
    private int _keptLength;

    public void Restart() => (_sample, _keptLength) = (new(), 0);

    public void Receive(ReadOnlySpan<byte> block)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_sample.Problem is null && block.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (_keptLength == 0)
            {
                _sample.Add(block[..end]);
            }
            else
            {
                Keep(block[..end]);
                _sample.Add(_kept.AsSpan(0, _keptLength));
                _keptLength = 0;
            }

            block = block[(end + 1)..];
        }

        if (_sample.Problem is null)
        {
            Keep(block);
        }
    }

    public TableProfile Finish(FileStamp read)
    {
        _sample.Add(_kept.AsSpan(0, _keptLength));
        return _sample.Profile;
    }

    public void Dispose()
    {
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        var length = _keptLength + rest.Length;
        if (length > JsonLinesText.LargestLine)
        {
            _sample.Fail(JsonLinesText.s_tooLong);
            return;
        }

        if (length > _kept.Length)
        {
            Array.Resize(ref _kept, Math.Max(length, Math.Min(_kept.Length * 2, JsonLinesText.LargestLine)));
        }

        rest.CopyTo(_kept.AsSpan(_keptLength));
        _keptLength = length;
    }
}
