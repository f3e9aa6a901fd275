using System.Collections.Concurrent;
using MlOps.Tests.MLflow.Client;

namespace MlOps.Tests.MLflow.Delivery;

/// <summary>Whatever a network does, and wherever a process dies: the server ends up with what was recorded, once.</summary>
public sealed class FaultTests
{
    // A real server takes its time, and knows no seeds that others have tried.
    private const int SchedulesOfARealServer = 20;

    public static TheoryData<string> Servers => TestedServer.All;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task AServerHasWhatWasRecordedAfterAnyFaults(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var (first, count) = version switch
        {
            "2.12.1" => (0, 500),
            "3.11.2.dev0" => (500, 500),
            _ => (Random.Shared.Next(1000, 1_000_000), SchedulesOfARealServer),
        };
        var problems = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(Enumerable.Range(first, count), TestContext.Current.CancellationToken, async (seed, cancellationToken) =>
        {
            foreach (var problem in await new FaultyDelivery(seed, server.Client.Options).RunAsync(cancellationToken))
            {
                problems.Add(problem);
            }
        });

        Assert.True(problems.IsEmpty, string.Join('\n', problems.Order(StringComparer.Ordinal).Take(20)));
    }
}
