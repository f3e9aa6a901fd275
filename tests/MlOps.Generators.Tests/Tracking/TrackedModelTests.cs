using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
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
    public void NothingOfTheCompilerIsReachableFromAModel()
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<object>([Model(Source)]);
        while (waiting.TryPop(out var current))
        {
            // `is`, not a type-name comparison: symbols hide behind internal types.
            Assert.False(current is ISymbol or SyntaxNode or SyntaxTree or Compilation or Location or SemanticModel, $"The model holds a {current.GetType()}.");
            if (current is string || current.GetType().IsPrimitive || !seen.Add(current))
            {
                continue;
            }

            var parts = current is IEnumerable items
                ? items.Cast<object?>()
                : current.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(field => field.GetValue(current));
            foreach (var part in parts.OfType<object>())
            {
                waiting.Push(part);
            }
        }

        Assert.True(seen.Count > 5, "The walk found too little to mean anything.");
    }

    private static TrackedModel Model(string source)
    {
        var result = GeneratorHost.Driver().RunGenerators(GeneratorHost.Compile(source), TestContext.Current.CancellationToken).GetRunResult().Results[0];
        return (TrackedModel)result.TrackedSteps[TrackedGenerator.Steps.Models].Single().Outputs.Single().Value;
    }
}
