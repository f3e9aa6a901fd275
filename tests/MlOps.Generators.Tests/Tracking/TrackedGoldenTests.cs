using MlOps.Generators.Shared;
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
    public void MethodThatMindsTheHeatOfTheMachine() => Match("Thermal", """
        using MlOps;

        namespace Demo;

        public static class Trainer
        {
            [Tracked(Silicon = false, Thermal = ThermalPolicy.ShrinkParallelism | ThermalPolicy.PauseToCool)]
            public static void Train(int seed)
            {
            }
        }
        """);

    [Theory]
    [InlineData("Thermal = ThermalPolicy.None", "")]
    [InlineData("Silicon = true", "")]
    [InlineData("Silicon = false", "Silicon = false,")]
    [InlineData("Thermal = ThermalPolicy.HalveMicroBatches", "Thermal = global::MlOps.ThermalPolicy.HalveMicroBatches,")]
    [InlineData("Thermal = (ThermalPolicy)7", "Thermal = global::MlOps.ThermalPolicy.ShrinkParallelism | global::MlOps.ThermalPolicy.HalveMicroBatches | global::MlOps.ThermalPolicy.PauseToCool,")]
    [InlineData("Thermal = (ThermalPolicy)9", "Thermal = (global::MlOps.ThermalPolicy)(9),")]
    [InlineData("Thermal = (ThermalPolicy)(-1)", "Thermal = (global::MlOps.ThermalPolicy)(-1),")]
    public void WhatIsSaidOfTheMachineIsHandedOn(string attribute, string expected)
    {
        var lines = GeneratorHost.Generated($"using MlOps; public static class Trainer {{ [Tracked({attribute})] public static void Train() {{ }} }}")
            .Split('\n').Select(static line => line.Trim()).Where(static line => line.StartsWith("Silicon =", StringComparison.Ordinal) || line.StartsWith("Thermal =", StringComparison.Ordinal));
        Assert.Equal(expected, string.Concat(lines));
    }

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

    [Fact]
    public void GenericMethodOfAGenericStruct() => Match("Generic", """
        using MlOps;

        namespace Demo;

        public interface IModel<in TRow>
        {
            double Fit(TRow row);
        }

        public readonly struct Fitting<TRow>(TRow row)
            where TRow : notnull
        {
            [Tracked(Nested = false)]
            public double Fit<TModel>(ref int steps, out bool good, in double rate)
                where TModel : class, IModel<TRow>, new()
            {
                good = true;
                return new TModel().Fit(row) * rate * ++steps;
            }
        }
        """);

    [Fact]
    public void PrivateTypesInAPartialClass() => Match("PrivateTypes", """
        using System.Threading.Tasks;
        using MlOps;

        namespace Demo;

        public static partial class Trainer
        {
            private sealed record Options(int Epochs);

            [Tracked]
            private static async ValueTask<double> Train(Options options)
            {
                await Task.Yield();
                return options.Epochs;
            }
        }
        """);

    [Fact]
    public void EveryOptionAndNestedMembers() => Match("Options", """
        using MlOps;

        namespace Demo;

        public sealed record Optimizer(string Name, [Param("lr")] double LearningRate, [Sensitive] string Token);

        public sealed record Options(int Epochs, Optimizer? Optimizer, Window Window, [NotLogged] string Path);

        public readonly record struct Window(int Size);

        public sealed record Scores(double Accuracy, string Model, Window Best);

        public static class Trainer
        {
            [Tracked(Experiment = "digits", RunName = "{options.Optimizer.Name}, rate {options.Optimizer.LearningRate:0.000}", Tags = ["team=vision", "stage=research"])]
            public static Scores Train(Options options, [Param("random seed")] int seed) => new(0.5, "small", default);
        }
        """);

    [Fact]
    public void StaticLocalFunctionOfATopLevelProgram() => Match("LocalFunction", """
        using System;
        using MlOps;

        Console.WriteLine(Train(3));

        [Tracked]
        static double Train(int epochs) => 1.0 / epochs;
        """);

    [Fact]
    public void WhatTheTrimmerMustKnowIsSaidAgain() => Match("Trimming", """
        using System;
        using System.Diagnostics.CodeAnalysis;
        using MlOps;

        namespace Demo;

        public static class Trainer
        {
            [Tracked]
            [RequiresUnreferencedCode("Loads what it is told to.")]
            public static object? Load<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
                [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type type) => Activator.CreateInstance(type);
        }
        """);

    [Fact]
    public void TheModuleSaysWhenItIsNotWoven() => Golden.Match(
        Repository.PathOf("tests", "MlOps.Generators.Tests", "Tracking", "Golden", "TrackedModule.g.cs"),
        ModuleEmitter.Write("TrackedModule", "tracked", "global::MlOps.TrackedMethod", "Demo"));

    [Fact]
    public void RowsAndDatasetsThatAreInputs() => Match("Inputs", """
        using System.Collections.Generic;
        using MlOps;

        namespace Demo;

        [Versioned]
        public sealed record Flower(double PetalLength, string Species);

        public static class Trainer
        {
            [Tracked]
            public static void Train(IReadOnlyList<Flower> trainRows, [Param("held.out")] Flower[] test, Dataset raw, [NotLogged] List<Flower> rest) { }
        }
        """);

    private static void Match(string golden, string source) => Golden.Match(
        Repository.PathOf("tests", "MlOps.Generators.Tests", "Tracking", "Golden", golden + ".g.cs"),
        GeneratorHost.Generated(source));
}
