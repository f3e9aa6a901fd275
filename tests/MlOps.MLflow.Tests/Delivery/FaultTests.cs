using System.Collections.Concurrent;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Delivery;

/// <summary>Whatever a network does, and wherever a process dies: the server ends up with what was recorded, once.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("2.12.1", 0, 500)]
    [InlineData("3.11.2.dev0", 500, 500)]
    public async Task AServerHasWhatWasRecordedAfterAnyFaults(string version, int first, int count)
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.Of(version));
        var problems = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(Enumerable.Range(first, count), TestContext.Current.CancellationToken, async (seed, cancellationToken) =>
        {
            foreach (var problem in await new FaultyDelivery(seed, server.Uri).RunAsync(cancellationToken))
            {
                problems.Add(problem);
            }
        });

        Assert.True(problems.IsEmpty, string.Join('\n', problems.Order(StringComparer.Ordinal).Take(20)));
    }
}
