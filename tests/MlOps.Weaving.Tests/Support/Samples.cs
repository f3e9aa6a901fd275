
namespace MlOps.Tests.Weaving.Support;

/// <summary>Small programs that several tests look at from different sides.</summary>
internal static class Samples
{
    /// <summary>One synchronous tracked method on lines of its own, and one asynchronous.</summary>
    public static string Trainer { get; } = Weaving.Source(
        """
        namespace Demo
        {
            public class Trainer
            {
                [Tracked]
                public int Train(int epochs)
                {
                    var total = 0;
                    for (var epoch = 0; epoch < epochs; epoch++)
                    {
                        total += Step(epoch);
                    }

                    return total;
                }

                [Tracked]
                public async Task<int> TrainAsync(int epochs)
                {
                    await Task.Yield();
                    Func<int> rest = () => Step(epochs);
                    return rest();
                }

                private static int Step(int epoch)
                {
                    if (epoch > 100)
                    {
                        throw new ArgumentOutOfRangeException(nameof(epoch));
                    }

                    return epoch * 2;
                }
            }

            public interface IOnlyDeclared
            {
                void Nothing();
            }

            public static class Program
            {
                public static async Task Main()
                {
                    Log.Add(new Trainer().Train(4));
                    Log.Add(await new Trainer().TrainAsync(4));
                    await Catch(() => Task.FromResult(new Trainer().Train(200)));
                    await Catch(() => new Trainer().TrainAsync(200));
                }

                private static async Task Catch(Func<Task<int>> work)
                {
                    try
                    {
                        await work();
                    }
                    catch (ArgumentOutOfRangeException error)
                    {
                        Log.Add(error.StackTrace);
                    }
                }
            }
        }
        """,
        Trackers.Of("Demo.Trainer", "Train", "int", "Demo.Trainer self", "int epochs"),
        Trackers.Of("Demo.Trainer", "TrainAsync", "Task<int>", "Demo.Trainer self", "int epochs"));

    public static string Untracked { get; } = Weaving.Source("public static class Plain { public static void Run() { } }");
}
