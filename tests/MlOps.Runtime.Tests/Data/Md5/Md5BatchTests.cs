using CsCheck;
using MlOps.Data.Md5;
using Platform = System.Security.Cryptography.MD5;

namespace MlOps.Tests.Data.Md5;

/// <summary>However many lanes, whatever lies in them: every digest is the platform's.</summary>
public sealed class Md5BatchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void EveryLengthAroundTheBlocks(int lanes) =>
        AssertSame([.. Enumerable.Range(0, 301).Select(Bytes)], lanes);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void AnyMixOfMessages(int lanes) => Gen.OneOf(Gen.Int[0, 300], Gen.Int[0, 20_000], Gen.Const(0)).Array[0, 40]
        .Sample(lengths => AssertSame([.. lengths.Select(Bytes)], lanes), iter: 300);

    [Fact]
    public void AsManyLanesAsTheProcessorHas()
    {
        AssertSame([.. Enumerable.Range(0, 100).Select(static i => Bytes(i * 997))]);
        AssertSame([Bytes(5), Bytes(70)]);
        AssertSame([]);
    }

    [Fact]
    public void PartsOfABufferAreMessagesToo()
    {
        var buffer = Bytes(4096);
        AssertSame([.. Enumerable.Range(0, 60).Select(i => buffer.Slice(i * 7, i * 60))]);
    }

    [Fact]
    public void ThereMustBeRoomForTheDigests() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Md5Batch.Hash([Bytes(1), Bytes(2), Bytes(3)], new byte[47], 4));

    private static ReadOnlyMemory<byte> Bytes(int length)
    {
        var bytes = new byte[length];
        var state = (uint)length + 1;
        for (var i = 0; i < length; i++)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            bytes[i] = (byte)(state >> 24);
        }

        return bytes;
    }

    private static void AssertSame(ReadOnlyMemory<byte>[] messages, int? lanes = null)
    {
        var digests = new byte[messages.Length * Md5Batch.DigestSize];
        if (lanes is { } count)
        {
            Md5Batch.Hash(messages, digests, count);
        }
        else
        {
            Md5Batch.Hash(messages, digests);
        }

        var expected = messages.SelectMany(static message => Platform.HashData(message.Span)).ToArray();
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(digests));
    }
}
