using System.Net;
using System.Threading.Channels;
using MlOps.Monitoring.Alerts;

namespace MlOps.Monitoring.Tests.Alerts;

public sealed class AlertDispatcherTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(300);
    private readonly List<string> _said = [];

    [Fact]
    public async Task AChannelThatFailsIsToldOnceAndTheOthersGetEverything()
    {
        var good = new Collecting();
        await using (var dispatcher = new AlertDispatcher([new Failing(), good], _said.Add, s_short))
        {
            dispatcher.Post(Some("one"));
            dispatcher.Post(Some("two"));
            await good.Arrived(2);
        }

        Assert.Equal(["one", "two"], good.Alerts.Select(static alert => alert.Monitor));
        Assert.Equal("alerts do not get through by a broken wire: it broke. The rest goes on, and later alerts are tried again.", Assert.Single(_said));
    }

    [Fact]
    public async Task AChannelThatNeverAnswersIsGivenUp()
    {
        var dispatcher = new AlertDispatcher([new Hanging()], _said.Add, s_short);
        dispatcher.Post(Some("one"));
        while (dispatcher.Dropped == 0)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await dispatcher.DisposeAsync();
        Assert.Contains("did not answer within 0.3 s", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AChannelThatBlocksItsThreadHoldsUpNeitherTheOthersNorTheEnd()
    {
        using var never = new ManualResetEventSlim();
        var good = new Collecting();
        await using (var dispatcher = new AlertDispatcher([new Blocking(never), good], _said.Add, s_short))
        {
            dispatcher.Post(Some("one"));
            await good.Arrived(1);
        }

        never.Set();
        Assert.Equal("one", Assert.Single(good.Alerts).Monitor);
    }

    [Fact]
    public async Task AChannelThatHangsKeepsNoAlertFromTheOthersAndWhatItKeptIsSaidAtTheEnd()
    {
        var good = new Collecting();
        var dispatcher = new AlertDispatcher([new Hanging(), good], _said.Add, TimeSpan.FromMinutes(5));
        dispatcher.Post(Some("one"));
        dispatcher.Post(Some("two"));
        await good.Arrived(2);
        await dispatcher.StopAsync(TimeSpan.Zero);
        Assert.Equal("2 alerts did not get through by a slow wire before the end.", Assert.Single(_said));
    }

    [Fact]
    public async Task WhatIsPostedTwiceIsSentOnceMoreUnderTheSameNumber()
    {
        using var server = new WebServer(HttpStatusCode.InternalServerError, HttpStatusCode.OK);
        using var channel = new WebhookChannel(server.Address);
        await using (var dispatcher = new AlertDispatcher([channel], _said.Add, TimeSpan.FromSeconds(5)))
        {
            dispatcher.Post(Some("iris"));
            dispatcher.Post(Some("iris"));
            await server.Answered(3);
        }

        string[] deliveries = [.. server.Requests.Select(static request => request.Head.Split("\r\n").Single(static line => line.StartsWith("X-MlOps-Delivery: ", StringComparison.Ordinal)))];
        Assert.Equal(deliveries[0], deliveries[1]);
        Assert.NotEqual(deliveries[1], deliveries[2]);
    }

    [Fact]
    public async Task WhenTooManyWaitTheOldestGoAndAreCounted()
    {
        await using var dispatcher = new AlertDispatcher([new Hanging()], _said.Add, TimeSpan.FromMinutes(5));
        for (var i = 0; i < 1000; i++)
        {
            dispatcher.Post(Some("many"));
        }

        Assert.InRange(dispatcher.Dropped, 1000 - 256 - 1, 1000 - 256);
        await dispatcher.StopAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task AServerThatFailsForAMomentGetsTheAlertAllTheSame()
    {
        using var server = new WebServer(HttpStatusCode.InternalServerError, HttpStatusCode.OK);
        using var channel = new WebhookChannel(server.Address);
        await using (var dispatcher = new AlertDispatcher([channel], _said.Add, TimeSpan.FromSeconds(5)))
        {
            dispatcher.Post(Some("iris"));
            await server.Answered(2);
        }

        Assert.Empty(_said);
    }

    internal static Alert Some(string monitor, bool isResolved = false) => new(
        monitor, new AlertRule("drift.share", AlertComparison.AtLeast, 0.5), 0.75, isResolved, new(2026, 3, 1, 11, 0, 0, TimeSpan.Zero), new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private sealed class Failing : IAlertChannel
    {
        public string Name => "a broken wire";

        public Task SendAsync(Alert alert, CancellationToken cancellationToken) => throw new IOException("it broke.");
    }

    private sealed class Blocking(ManualResetEventSlim until) : IAlertChannel
    {
        public string Name => "somebody slow";

        public Task SendAsync(Alert alert, CancellationToken cancellationToken)
        {
            until.Wait(CancellationToken.None);
            return Task.CompletedTask;
        }
    }

    private sealed class Hanging : IAlertChannel
    {
        public string Name => "a slow wire";

        public Task SendAsync(Alert alert, CancellationToken cancellationToken) => new TaskCompletionSource().Task; // Looks at no token.
    }

    private sealed class Collecting : IAlertChannel
    {
        private readonly Channel<Alert> _arrived = Channel.CreateUnbounded<Alert>();

        public List<Alert> Alerts { get; } = [];

        public string Name => "a list";

        public Task SendAsync(Alert alert, CancellationToken cancellationToken)
        {
            _arrived.Writer.TryWrite(alert);
            return Task.CompletedTask;
        }

        public async Task Arrived(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Alerts.Add(await _arrived.Reader.ReadAsync(TestContext.Current.CancellationToken));
            }
        }
    }
}
