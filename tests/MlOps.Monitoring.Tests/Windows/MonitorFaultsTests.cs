using System.Threading.Channels;
using MlOps.Monitoring.Windows;

namespace MlOps.Monitoring.Tests.Windows;

/// <summary>What is wrong around a monitor must reach neither those who observe nor the rest of its work.</summary>
public sealed class MonitorFaultsTests
{
    private readonly Channel<string> _said = Channel.CreateUnbounded<string>();
    private int _windows;

    static MonitorFaultsTests() => RowSchema.Register([new("size", IsText: false)], static (in Size row, ref RowWriter to) => to.Add(row.Value));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhoIsHandedAWindowAndThrowsHoldsUpNobody()
    {
        var options = Options() with
        {
            Alerts = [new("rows", AlertComparison.AtLeast, 1)],
            Completed = _ =>
            {
                Interlocked.Increment(ref _windows);
                throw new InvalidOperationException("no time");
            },
        };
        await using var monitor = new Monitor<Size>(options);
        for (var round = 1; round <= 4; round++)
        {
            await Task.Run(() => Observe(monitor, 10), Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
            while (Volatile.Read(ref _windows) < round)
            {
                await Task.Delay(5, Stop);
            }
        }

        Assert.Equal(4, monitor.Last!.Number);
        Assert.Single(monitor.Firing);
        Assert.Equal("mlops: a window of 'sizes' cannot be handed over: no time", await _said.Reader.ReadAsync(Stop));
        Assert.False(_said.Reader.TryRead(out _)); // Once, not window after window.
    }

    [Fact]
    public async Task ManyWindowsOfOneGoAreAllHandedOverThoughEachFails()
    {
        await using (var monitor = new Monitor<Size>(Options() with { Completed = _ => throw new InvalidOperationException($"{Interlocked.Increment(ref _windows)}") }))
        {
            Observe(monitor, 95);
        }

        Assert.Equal(10, _windows);
    }

    [Fact]
    public async Task AProblemThatPassesIsNoProblemAnyMore()
    {
        var isBroken = true;
        var handed = Channel.CreateUnbounded<long>();
        var options = Options() with
        {
            Completed = window =>
            {
                handed.Writer.TryWrite(window.Number);
                if (Volatile.Read(ref isBroken))
                {
                    throw new IOException("full");
                }
            },
        };
        await using var monitor = new Monitor<Size>(options);
        Observe(monitor, 10);
        await _said.Reader.ReadAsync(Stop);
        Assert.Equal("a window of 'sizes' cannot be handed over: full", monitor.Problem);

        Volatile.Write(ref isBroken, false);
        Observe(monitor, 10);
        await monitor.DisposeAsync();
        Assert.Null(monitor.Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no\0path")]
    public async Task APathThatIsNoneIsAProblemAndNoEnd(string path)
    {
        await using var monitor = new Monitor<Size>(Options() with { ReferencePath = path });
        Observe(monitor, 10);
        await monitor.DisposeAsync();
        Assert.StartsWith("'sizes' is not compared with a reference:", monitor.Problem, StringComparison.Ordinal);
        Assert.Equal(10, monitor.Last!.Profile.Rows);
    }

    [Fact]
    public async Task AReferenceOfOtherDataIsAProblem()
    {
        var reference = DatasetProfile.Of(new Table([new NumberColumn("age", new double[] { 1, 2, 3 })]), cancellationToken: Stop);
        await using var monitor = new Monitor<Size>(Options() with { Reference = reference });
        Observe(monitor, 10);
        await monitor.DisposeAsync();
        Assert.Equal("'sizes' is not compared with its reference: rows have size, and it has age. Is it of other data?", monitor.Problem);
        Assert.Null(monitor.Last!.Drift);
        Assert.DoesNotContain("drift", monitor.Last.Metrics.Keys);
    }

    [Fact]
    public async Task AnAlertAboutAColumnThatIsNotThereIsAProblem()
    {
        await using var monitor = new Monitor<Size>(Options() with { Alerts = [new("missing.sizes", AlertComparison.Above, 0.5)] });
        Assert.Equal("mlops: the alert 'missing.sizes > 0.5' of 'sizes' is about a column that rows do not have. They have size.", await _said.Reader.ReadAsync(Stop));
    }

    [Fact]
    public async Task AMemberThatHangsKeepsItsRowOnly()
    {
        using var hangs = new ManualResetEventSlim();
        var schema = new RowSchema<Size>([new("size", IsText: false)], (in Size row, ref RowWriter to) =>
        {
            if (row.Value < 0)
            {
                hangs.Wait(CancellationToken.None);
            }

            to.Add(row.Value);
        });
        var monitor = new Monitor<Size>(Options() with { Rows = 20 }, schema);
        var stuck = Task.Run(() => monitor.Observe(new Size(-1)), Stop);
        Observe(monitor, 10);
        while (await _said.Reader.ReadAsync(Stop) != "mlops: a window of 'sizes' cannot be read: a member of a row did not come back for 5 s.")
        {
        }

        Observe(monitor, 10);
        await monitor.DisposeAsync();
        Assert.Equal(20, monitor.Last!.Profile.Rows);
        hangs.Set();
        await stuck;
    }

    [Fact]
    public async Task ASignalEndsTheWindowAndTheWatchGoesOn()
    {
        await using IWindowedMonitor monitor = new Monitor<Size>(Options() with { Name = "flushed", Rows = 1000 });
        Observe((Monitor<Size>)monitor, 3);
        await monitor.FlushAsync();
        Assert.Equal(3, monitor.Last!.Profile.Rows);
        await monitor.FlushAsync(); // Nothing came since.
        Assert.Equal(1, monitor.Last.Number);
        Observe((Monitor<Size>)monitor, 4);
        await monitor.DisposeAsync();
        Assert.Equal((2, 4), (monitor.Last.Number, monitor.Last.Profile.Rows));
        await monitor.FlushAsync();
    }

    [Fact]
    public async Task ColumnsOfOneNameEndTheWatchAndSayWhy()
    {
        var schema = new RowSchema<Size>([new("size", IsText: false), new("size", IsText: false)], static (in Size row, ref RowWriter to) => to.Add(row.Value));
        await using var monitor = new Monitor<Size>(Options(), schema);
        Assert.Equal("mlops: 'sizes' does not watch: Two columns are called 'size'. (Parameter 'columns')", await _said.Reader.ReadAsync(Stop));
        Observe(monitor, 100);
        Assert.Equal(0, monitor.Faults);
    }

    [Fact]
    public async Task AWindowMayLastForEver()
    {
        await using var monitor = new Monitor<Size>(Options() with { Duration = TimeSpan.MaxValue });
        Observe(monitor, 10);
        await monitor.DisposeAsync();
        Assert.Equal(1, monitor.Last!.Number);
        Assert.Null(monitor.Problem);
    }

    [Fact]
    public async Task WhoEndsItASecondTimeWaitsForTheSameEnd()
    {
        var monitor = new Monitor<Size>(Options());
        Observe(monitor, 3);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await monitor.DisposeAsync();
            Assert.Equal(3, monitor.Last!.Profile.Rows);
        }, Stop)));
    }

    private MonitorOptions Options() => new("sizes") { Rows = 10, Channels = [], Say = sentence => _said.Writer.TryWrite(sentence) };

    private static void Observe(Monitor<Size> monitor, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            monitor.Observe(new Size(i));
        }
    }

    private readonly record struct Size(double Value);
}
