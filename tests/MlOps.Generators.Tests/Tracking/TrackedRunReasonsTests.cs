using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MlOps.Generators.Tracking;
using MlOps.Tests.Support;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace MlOps.Tests.Tracking;

/// <summary>
/// What an edit makes the generator do again. Errors are looked at again after every edit, because they hold a location of
/// the new tree; that must not write any code again.
/// </summary>
public sealed class TrackedRunReasonsTests
{
    private const string Good = "using MlOps; public static class Trainer { [Tracked] public static int Train(int seed) => seed; }";
    private const string Bad = "using MlOps; public static class Wrong { [Tracked] public static async void Train() => await System.Threading.Tasks.Task.Yield(); }";
    private const string Other = "public static class Other { }";

    private sealed record Reasons(Reason Model, Reason Diagnostic, Reason SourceOutput, Reason ModuleOutput);

    [Fact]
    public void AnUnrelatedTypeDoesNotGenerateAgain() =>
        Assert.Equal(new Reasons(Reason.Cached, Reason.Modified, Reason.Cached, Reason.Cached), After(2, "public static class Other { public class More { } }"));

    [Fact]
    public void AnEditAboveTheMethodDoesNotGenerateAgain() =>
        Assert.Equal(new Reasons(Reason.Cached, Reason.Modified, Reason.Cached, Reason.Cached), After(0, "// A word.\n\n" + Good));

    [Fact]
    public void AnEditOfTheBodyDoesNotGenerateAgain() =>
        Assert.Equal(new Reasons(Reason.Cached, Reason.Modified, Reason.Cached, Reason.Cached), After(0, Good.Replace("=> seed", "=> seed + 1")));

    [Fact]
    public void AnEditOfTheSignatureGeneratesAgain() =>
        Assert.Equal(new Reasons(Reason.Modified, Reason.Modified, Reason.Modified, Reason.Cached), After(0, Good.Replace("int seed", "int seed, int epochs")));

    [Fact]
    public void AnErrorThatMovedIsReportedAgainWithoutGeneratingAgain() =>
        Assert.Equal(new Reasons(Reason.Cached, Reason.Modified, Reason.Cached, Reason.Cached), After(1, "\n\n" + Bad));

    [Fact]
    public void OfAThousandMethodsNoneIsGeneratedAgainForAnEditElsewhere()
    {
        var files = Enumerable.Range(0, 100).Select(static file =>
            $"using MlOps; public record Options{file}(int Epochs, double Rate); public static class Trainer{file} {{ {string.Concat(Enumerable.Range(0, 10).Select(method => $"[Tracked] public static double Train{method}(Options{file} options) => options.Rate;\n"))} }}");
        var result = Edited([.. files, Other], 100, "public static class Other { public class More { } }");

        Assert.Equal(1000, result.GeneratedSources.Count(static file => file.HintName.EndsWith(".Tracked.g.cs", StringComparison.Ordinal)));
        Assert.All(
            result.TrackedOutputSteps["SourceOutput"].SelectMany(static step => step.Outputs),
            static output => Assert.Equal(Reason.Cached, output.Reason));
    }

    private static GeneratorRunResult Edited(string[] sources, int tree, string edited)
    {
        var before = GeneratorHost.Compile(sources);
        var driver = GeneratorHost.Driver().RunGenerators(before, TestContext.Current.CancellationToken);
        var old = before.SyntaxTrees[tree];
        var after = before.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(edited, GeneratorHost.ParseOptions, old.FilePath, System.Text.Encoding.UTF8, TestContext.Current.CancellationToken));
        return driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().Results[0];
    }

    private static Reasons After(int tree, string edited)
    {
        var result = Edited([Good, Bad, Other], tree, edited);
        var outputs = result.TrackedOutputSteps["SourceOutput"];
        return new Reasons(
            Only(result.TrackedSteps[TrackedGenerator.Steps.Models]),
            Only(result.TrackedSteps[TrackedGenerator.Steps.Diagnostics]),
            Only(outputs.Where(static step => ReadsFrom(step, TrackedGenerator.Steps.Models) && !ReadsFrom(step, TrackedGenerator.Steps.Module))),
            Only(outputs.Where(static step => ReadsFrom(step, TrackedGenerator.Steps.Module))));
    }

    private static bool ReadsFrom(IncrementalGeneratorRunStep step, string name) =>
        step.Name == name || step.Inputs.Any(input => ReadsFrom(input.Source, name));

    private static Reason Only(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        Assert.Single(steps.SelectMany(static step => step.Outputs).Select(static output => output.Reason));
}
