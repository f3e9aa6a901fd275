using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Generators.Startup;
using MlOps.Generators.Tracking;
using MlOps.MLflow;
using MlOps.Tests.Support;

namespace MlOps.Tests.Startup;

/// <summary>The calls that prepare a program for its runs: when they are written, and when they are written again.</summary>
public sealed class StartupGeneratorTests
{
    private const string Source = "using MlOps; public static class Trainer { [Tracked] public static int Train(int seed) => seed; }";

    [Fact]
    public void TheCallsRunBeforeAllOtherCode() => Golden.Match(
        Repository.PathOf("tests", "MlOps.Generators.Tests", "Startup", "Golden", "RunStartup.g.cs"),
        Assert.Single(Generate("true", mlflow: "true").GeneratedSources).SourceText.ToString());

    [Theory]
    [InlineData("true", "Full")]
    [InlineData("full", "Full")]
    [InlineData(" FULL ", "Full")]
    [InlineData("lite", "Lite")]
    [InlineData("Lite", "Lite")]
    public void ThePropertySaysHowMuch(string property, string detail) =>
        Assert.Contains($"Enable(global::MlOps.SiliconDetail.{detail})", Assert.Single(Generate(property).GeneratedSources).SourceText.ToString());

    [Theory]
    [InlineData("false")]
    [InlineData("off")]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData(null)]
    public void AnythingElseIsNo(string? property) => Assert.Empty(Generate(property).GeneratedSources);

    [Fact]
    public void RunsAreDeliveredWithoutAnySampling()
    {
        var text = Assert.Single(Generate("false", mlflow: "True").GeneratedSources).SourceText.ToString();
        Assert.Contains("global::MlOps.MLflow.MlflowDelivery.Enable();", text);
        Assert.DoesNotContain("SiliconSampling", text);
    }

    [Fact]
    public void AProjectThatDoesNotReferenceTheLibrariesHasNoCall() => Assert.Empty(Generate("true", mlflow: "true", isReferenced: false).GeneratedSources);

    [Fact]
    public void AnEditElsewhereDoesNotWriteItAgain()
    {
        var before = Compile(isReferenced: true);
        var driver = Driver("true").RunGenerators(before, TestContext.Current.CancellationToken);
        var edited = before.ReplaceSyntaxTree(before.SyntaxTrees[0], CSharpSyntaxTree.ParseText(Source + "\nclass Other;", GeneratorHost.ParseOptions, before.SyntaxTrees[0].FilePath, System.Text.Encoding.UTF8, TestContext.Current.CancellationToken));
        var result = Of(driver.RunGenerators(edited, TestContext.Current.CancellationToken));

        Assert.Equal(IncrementalStepRunReason.Cached, Assert.Single(result.TrackedSteps[StartupGenerator.Steps.Model]).Outputs.Single().Reason);
        Assert.All(
            result.TrackedOutputSteps.SelectMany(static steps => steps.Value).SelectMany(static step => step.Outputs),
            static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void AnotherAnswerOfTheBuildWritesItAgain()
    {
        var compilation = Compile(isReferenced: true);
        var driver = Driver("true").RunGenerators(compilation, TestContext.Current.CancellationToken)
            .WithUpdatedAnalyzerConfigOptions(new Properties("lite", null));
        var result = Of(driver.RunGenerators(compilation, TestContext.Current.CancellationToken));
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(result.TrackedSteps[StartupGenerator.Steps.Model]).Outputs.Single().Reason);
        Assert.Contains("SiliconDetail.Lite", Assert.Single(result.GeneratedSources).SourceText.ToString());
    }

    [Fact]
    public void TheModelIsEqualForTheSameAnswer() => Assert.Equal(StartupParser.Parse(new(true, true), "true", "true"), StartupParser.Parse(new(true, true), "FULL", " True "));

    private static GeneratorRunResult Generate(string? property, string? mlflow = null, bool isReferenced = true)
    {
        var driver = Driver(property, mlflow).RunGeneratorsAndUpdateCompilation(Compile(isReferenced), out var compilation, out var diagnostics, TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        GeneratorHost.AssertCompiles(compilation);
        return Of(driver);
    }

    private static CSharpCompilation Compile(bool isReferenced)
    {
        var compilation = GeneratorHost.Compile(Source);
        string[] libraries = [typeof(SiliconSampling).Assembly.Location, typeof(MlflowDelivery).Assembly.Location];
        compilation = compilation.RemoveReferences(compilation.References.Where(reference => libraries.Contains(reference.Display, StringComparer.Ordinal)));
        return isReferenced ? compilation.AddReferences(libraries.Select(static library => MetadataReference.CreateFromFile(library))) : compilation;
    }

    private static CSharpGeneratorDriver Driver(string? property, string? mlflow = null) => CSharpGeneratorDriver.Create(
        [new TrackedGenerator().AsSourceGenerator(), new StartupGenerator().AsSourceGenerator()],
        [],
        GeneratorHost.ParseOptions,
        new Properties(property, mlflow),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static GeneratorRunResult Of(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single(static result => result.Generator.GetGeneratorType() == typeof(StartupGenerator));

    private sealed class Properties(string? silicon, string? mlflow) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(silicon, mlflow);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options(string? silicon, string? mlflow) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                var known = key switch { "build_property.MlOpsSilicon" => silicon, "build_property.MlOpsMlflow" => mlflow, _ => null };
                value = known ?? "";
                return known is not null;
            }
        }
    }
}
