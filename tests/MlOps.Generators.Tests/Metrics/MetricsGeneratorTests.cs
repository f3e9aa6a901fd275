using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MlOps.Generators.Metrics;
using MlOps.Tests.Support;

namespace MlOps.Tests.Metrics;

/// <summary>What is generated of a <c>[Metrics]</c> type, when it is generated again, and what cannot be.</summary>
public sealed class MetricsGeneratorTests
{
    private const string Source = """
        using MlOps;

        namespace Demo;

        public static class Trainer
        {
            [Metrics]
            public readonly record struct Epoch(double Loss, [Param("val/loss")] float? ValLoss, decimal Cost, int Rows, [NotLogged] int Seen, string Note);
        }
        """;

    [Fact]
    public void EveryNumberBecomesAMetric() => Golden.Match(
        Repository.PathOf("tests", "MlOps.Generators.Tests", "Metrics", "Golden", "Epoch.g.cs"),
        Assert.Single(Results(GeneratorHost.Run(Source).Compilation).GeneratedSources).SourceText.ToString());

    [Fact]
    public void TheSameSourceGivesAnEqualModelWhereverItStands() => Assert.Equal(Model(Source), Model("// above\n\n" + Source));

    [Theory]
    [InlineData("double Loss", "double Lost")]
    [InlineData("double Loss", "decimal Loss")]
    [InlineData("val/loss", "val_loss")]
    [InlineData("record struct Epoch", "record struct Step")]
    [InlineData("namespace Demo", "namespace Other")]
    public void AnotherMeaningGivesAnotherModel(string old, string @new) => Assert.NotEqual(Model(Source), Model(Source.Replace(old, @new)));

    [Fact]
    public void AnEditElsewhereDoesNotGenerateAgain()
    {
        var before = GeneratorHost.Compile(Source, "class Other;");
        var driver = GeneratorHost.Driver().RunGenerators(before, TestContext.Current.CancellationToken);
        var other = before.SyntaxTrees[1];
        var after = before.ReplaceSyntaxTree(other, CSharpSyntaxTree.ParseText("class Another;", GeneratorHost.ParseOptions, other.FilePath, System.Text.Encoding.UTF8, TestContext.Current.CancellationToken));
        var result = driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().Results.Single(static result => result.Generator.GetGeneratorType() == typeof(MetricsGenerator));
        Assert.All(
            result.TrackedOutputSteps.SelectMany(static steps => steps.Value).SelectMany(static step => step.Outputs),
            static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Theory]
    [InlineData("[Metrics] record struct Epoch<T>(double Loss);", "'Epoch' is generic")]
    [InlineData("class C { [Metrics] private record struct Epoch(double Loss); }", "generated code cannot see 'Epoch'")]
    [InlineData("[Metrics] file record struct Epoch(double Loss);", "generated code cannot see 'Epoch'")]
    [InlineData("[Metrics] ref struct Epoch { public double Loss; }", "it is a ref struct")]
    [InlineData("[Metrics] static class Epoch { public static double Loss; }", "it is a static class")]
    [InlineData("[Metrics] record struct Epoch(string Note) { private double _loss; }", "it has no public readable number")]
    public void WhatCannotBeLoggedIsAnErrorAtTheAttribute(string source, string reason)
    {
        var compilation = GeneratorHost.Compile("using MlOps;\n" + source);
        var error = Assert.Single(GeneratorHost.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().Diagnostics);
        Assert.Equal("MLOPS1008", error.Id);
        Assert.Contains($" cannot be logged as metrics: {reason}. ", error.GetMessage());
        Assert.Equal("Metrics", error.Location.SourceTree!.ToString().Substring(error.Location.SourceSpan.Start, error.Location.SourceSpan.Length));
    }

    [Fact]
    public void ARowIsLoggedAtItsStepWithOneTimeStamp()
    {
        using var program = new WovenProgram("""
            namespace Rows
            {
                [Metrics] public readonly record struct Epoch(double Loss, float? ValLoss, decimal Cost);
                [Metrics] public sealed class Final { public int Rows => 7; public double Broken => throw new InvalidOperationException("getter"); public long Last => 9; }
                public static class T
                {
                    [Tracked] public static void Train()
                    {
                        for (var epoch = 1; epoch <= 3; epoch++) { Run.Current.Log(new Epoch(1.0 / epoch, epoch == 2 ? null : epoch, 2.5m), step: epoch); }
                        Run.Current.Log("loss", 3); // A bare value of step 0, not a row at step 3.
                        Run.Current.Log(new Final(), 1);
                    }
                }
            }
            class Program { static object? Main() { Rows.T.Train(); return null; } }
            """);

        program.Main();
        var run = Assert.Single(WovenProgram.RunsOf("Rows.T.Train"));
        Assert.Equal("FINISHED", run.Run.Status);
        Assert.Equal((1.0 / 3, 3L, 4L), (run.Metrics["loss"].Last, run.Metrics["loss"].LastStep, run.Metrics["loss"].Count));
        Assert.Equal((3.0, 2L), (run.Metrics["val_loss"].Last, run.Metrics["val_loss"].Count));
        Assert.Equal((2.5, 3L), (run.Metrics["cost"].Last, run.Metrics["cost"].Count));
        Assert.Equal(7, run.Metrics["rows"].Last);
    }

    private static MetricsModel Model(string source) => (MetricsModel)Results(GeneratorHost.Compile(source))
        .TrackedSteps[MetricsGenerator.Steps.Models].Single().Outputs.Single().Value;

    private static GeneratorRunResult Results(Compilation compilation) => GeneratorHost.Driver()
        .RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().Results
        .Single(static result => result.Generator.GetGeneratorType() == typeof(MetricsGenerator));
}
