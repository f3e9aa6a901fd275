using MlOps.Recording;

namespace MlOps.Tests.Tracking;

public sealed class RecordRingTests
{
    [Fact]
    public void RecordsComeOutInTheOrderTheyWentIn()
    {
        var ring = new RecordRing(4);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                Assert.True(ring.TryPush(Run.Current, "m", i, i, round) >= 0);
            }

            for (var i = 0; i < 4; i++)
            {
                Assert.True(ring.TryPop(out var record));
                Assert.Equal((i, round), (record.Step, record.Ticks));
            }
        }

        Assert.False(ring.TryPop(out _));
    }

    [Fact]
    public void AFullRingRefusesAndKeepsWhatItHas()
    {
        var ring = new RecordRing(2);
        ring.TryPush(Run.Current, "a", 1, 0, 0);
        ring.TryPush(Run.Current, "b", 2, 0, 0);

        Assert.Equal(-1, ring.TryPush(Run.Current, "c", 3, 0, 0));
        Assert.True(ring.TryPop(out var first));
        Assert.Equal("a", first.What);
    }

    [Fact]
    public void ACapacityThatIsNoPowerOfTwoIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecordRing(3));

    [Fact]
    public async Task NothingIsLostOrDoubledWhenManyThreadsWrite()
    {
        const int Threads = 4, Each = 50_000;
        var ring = new RecordRing(64);
        var writers = Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    while (ring.TryPush(Run.Current, "m", thread, i, 0) < 0)
                    {
                        Thread.Yield();
                    }
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();

        var next = new long[Threads];
        for (var seen = 0; seen < Threads * Each;)
        {
            if (ring.TryPop(out var record))
            {
                Assert.Equal(next[(int)record.Value]++, record.Step); // In order for each thread, so none missing, none twice.
                seen++;
            }
        }

        await Task.WhenAll(writers);
        Assert.False(ring.TryPop(out _));
    }
}
