using MlOps.Generators.Shared;

namespace MlOps.Tests.Monitoring;

/// <summary>The generated code, whole. Every golden compiles without a warning.</summary>
public sealed class MonitoredGoldenTests
{
    [Fact]
    public void RecordWithAllKindsOfColumns() => Match("Row", """
        using System;
        using MlOps;

        namespace Demo;

        public enum Kind { Small, Large, Big = Large }

        public sealed record Address(string? City, [property: Sensitive] int Zip, Point? At);

        public readonly record struct Point(double X, double Y);

        [Monitored]
        public sealed record House(double Area, int? Rooms, decimal Price, bool Garden, char? Grade, Kind Kind, Kind? Before, TimeSpan Age, TimeSpan? Lease, Address? Home, Point Corner)
        {
            [Feature("shop_code", Categorical = true)]
            public int Shop { get; init; }

            [Target]
            public float? Rent;

            [NotMonitored]
            public Guid Id { get; init; }
        }
        """);

    [Fact]
    public void MethodThatTakesARecord() => Match("Method", """
        using MlOps;

        namespace Demo;

        public sealed record Flower(double SepalLength, double SepalWidth);

        public static class Model
        {
            [Monitored(Name = "iris", Reference = "iris.profile", Rows = 500, Minutes = 1.5)]
            public static string Predict(Flower flower) => flower.SepalLength > 5 ? "virginica" : "setosa";
        }
        """);

    [Fact]
    public void AsyncMethodOfAnInstance() => Match("AsyncMethod", """
        using System.Threading;
        using System.Threading.Tasks;
        using MlOps;

        namespace Demo;

        public readonly record struct Score(double Value, [property: NotMonitored] string Why);

        public sealed class Model(double bias)
        {
            [Monitored]
            public async Task<Score> PredictAsync(float age, [Sensitive] string name, CancellationToken cancellation)
            {
                await Task.Delay(1, cancellation);
                return new Score(age + bias, name);
            }
        }
        """);

    [Fact]
    public void ValueTaskOfTwoRecords() => Match("ValueTask", """
        using System.Threading.Tasks;
        using MlOps;

        public sealed record Person(int Age);

        public static class Model
        {
            [Monitored]
            [return: Target("fits", Categorical = true)]
            public static ValueTask<int> Match(Person one, Person? other) => new(one.Age - other?.Age ?? 0);
        }
        """);

    [Fact]
    public void TheModuleSaysWhenItIsNotWoven() => Golden.Match(
        PathOf("Module"), ModuleEmitter.Write("MonitoredModule", "monitored", "global::MlOps.Monitoring.Monitors", "Demo"));

    private static void Match(string golden, string source) => Golden.Match(
        PathOf(golden),
        MonitoredHost.Run(source).GeneratedSources.Single(static generated => generated.HintName.EndsWith(".Monitored.g.cs", StringComparison.Ordinal)).SourceText.ToString());

    private static string PathOf(string golden) => Repository.PathOf("tests", "MlOps.Generators.Tests", "Monitoring", "Golden", golden + ".g.cs");
}
