using MlOps.Tests.Support;

namespace MlOps.Tests.Tracking;

/// <summary>The generated code, whole, for each shape of method. Every golden compiles without a warning.</summary>
public sealed class TrackedGoldenTests
{
    [Fact]
    public void StaticMethodWithRecordAndScalars() => Match("StaticMethod", """
        using System.Collections.Generic;
        using MlOps;

        namespace Demo;

        public enum Penalty { None, L2 }

        public sealed record TrainingOptions(int Epochs, double LearningRate, Penalty Penalty, string? Note, int[] Layers);

        public sealed record Evaluation(double Accuracy, decimal Cost, int? Rounds, string Comment);

        public static class Trainer
        {
            [Tracked(Experiment = "iris \"small\"")]
            public static Evaluation Train(TrainingOptions options, IReadOnlyList<double> rows, int seed = 1) =>
                new(0.9, 1m, options.Epochs, "good");
        }
        """);

    [Fact]
    public void InstanceMethodOfNestedClassThatReturnsNothing() => Match("InstanceMethod", """
        using MlOps;

        namespace Demo.Deep;

        public class Outer
        {
            internal class Inner
            {
                [Tracked]
                private protected void Train(float rate) { }
            }
        }
        """);

    [Fact]
    public void AsyncMethodThatReturnsANumber() => Match("AsyncMethod", """
        using System.Threading;
        using System.Threading.Tasks;
        using MlOps;

        public class Trainer
        {
            [Tracked]
            public async Task<double> TrainAsync(int epochs, CancellationToken cancellation)
            {
                await Task.Delay(epochs, cancellation);
                return 0.5;
            }
        }
        """);

    [Fact]
    public void MethodThatHandsOutATask() => Match("TaskFactory", """
        using System.Threading.Tasks;
        using MlOps;

        namespace Demo;

        public static class Trainer
        {
            [Tracked]
            public static Task Train(Dataset data) => Task.CompletedTask;
        }
        """);

    [Fact]
    public void TupleOfResults() => Match("Tuple", """
        using MlOps;

        namespace Demo;

        public static class Trainer
        {
            [Tracked]
            public static (double Accuracy, long Rows, string Name) Train() => (1, 2, "x");
        }
        """);

    private static void Match(string golden, string source) => Golden.Match(
        Repository.PathOf("tests", "MlOps.Generators.Tests", "Tracking", "Golden", golden + ".g.cs"),
        GeneratorHost.Generated(source));
}
