using MlOps.Generators.Tracking;
using MlOps.Tests.Support;

namespace MlOps.Tests.Tracking;

/// <summary>The model decides what is generated again: it must compare by value and hold nothing of the compiler's.</summary>
public sealed class TrackedModelTests
{
    private const string Source = """
        using MlOps;
        namespace Demo;
        public sealed record Options(int Epochs, double Rate);
        public static class Trainer
        {
            [Tracked(Experiment = "a")] public static double Train(Options options, int seed) => 1;
        }
        """;

    [Fact]
    public void TheSameSourceGivesAnEqualModel() => Assert.Equal(Model(Source), Model(Source));

    [Fact]
    public void CodeThatMovedGivesAnEqualModel() => Assert.Equal(Model(Source), Model("// above\n\n" + Source));

    [Fact]
    public void AnotherBodyGivesAnEqualModel() => Assert.Equal(Model(Source), Model(Source.Replace("=> 1", "=> 2 + seed")));

    [Theory]
    [InlineData("int Epochs", "long Rounds")]
    [InlineData("\"a\"", "\"b\"")]
    [InlineData("double Train", "float Train")]
    [InlineData("Train(", "Fit(")]
    [InlineData("int seed", "int salt")]
    [InlineData("class Trainer", "class Teacher")]
    [InlineData("static double", "async System.Threading.Tasks.Task<double>")]
    public void AnotherMeaningGivesAnotherModel(string old, string @new) =>
        Assert.NotEqual(Model(Source), Model(Source.Replace(old, @new)));

    [Fact]
    public void NothingOfTheCompilerIsReachableFromAModel() => CompilerObjects.AssertNoneIn(Model(Source));

    private static TrackedModel Model(string source)
    {
        var result = GeneratorHost.Driver().RunGenerators(GeneratorHost.Compile(source), TestContext.Current.CancellationToken).GetRunResult().Results[0];
        return (TrackedModel)result.TrackedSteps[TrackedGenerator.Steps.Models].Single().Outputs.Single().Value;
    }
}
