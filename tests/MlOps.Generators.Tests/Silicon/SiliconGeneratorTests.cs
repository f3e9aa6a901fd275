using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Generators.Silicon;
using MlOps.Generators.Tracking;
using MlOps.Tests.Support;

namespace MlOps.Tests.Silicon;

/// <summary>The call that has the machine sampled: when it is written, and when it is written again.</summary>
public sealed class SiliconGeneratorTests
{
    private const string Source = "using MlOps; public static class Trainer { [Tracked] public static int Train(int seed) => seed; }";

    [Fact]
    public void TheCallRunsBeforeAllOtherCode() => Golden.Match(
        Repository.PathOf("tests", "MlOps.Generators.Tests", "Silicon", "Golden", "SiliconSampling.g.cs"),
        Assert.Single(Generate("true").GeneratedSources).SourceText.ToString());

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
    public void AProjectThatDoesNotReferenceTheLibraryHasNoCall() => Assert.Empty(Generate("true", isReferenced: false).GeneratedSources);

    [Fact]
    public void AnEditElsewhereDoesNotWriteItAgain()
    {
        var before = Compile(isReferenced: true);
        var driver = Driver("true").RunGenerators(before, TestContext.Current.CancellationToken);
        var edited = before.ReplaceSyntaxTree(before.SyntaxTrees[0], CSharpSyntaxTree.ParseText(Source + "\nclass Other;", GeneratorHost.ParseOptions, before.SyntaxTrees[0].FilePath, System.Text.Encoding.UTF8, TestContext.Current.CancellationToken));
        var result = Of(driver.RunGenerators(edited, TestContext.Current.CancellationToken));

        Assert.Equal(IncrementalStepRunReason.Cached, Assert.Single(result.TrackedSteps[SiliconGenerator.Steps.Model]).Outputs.Single().Reason);
        Assert.All(
            result.TrackedOutputSteps.SelectMany(static steps => steps.Value).SelectMany(static step => step.Outputs),
            static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void AnotherAnswerOfTheBuildWritesItAgain()
    {
        var compilation = Compile(isReferenced: true);
        var driver = Driver("true").RunGenerators(compilation, TestContext.Current.CancellationToken)
            .WithUpdatedAnalyzerConfigOptions(new Properties("lite"));
        var result = Of(driver.RunGenerators(compilation, TestContext.Current.CancellationToken));
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(result.TrackedSteps[SiliconGenerator.Steps.Model]).Outputs.Single().Reason);
        Assert.Contains("SiliconDetail.Lite", Assert.Single(result.GeneratedSources).SourceText.ToString());
    }

    [Fact]
    public void TheModelIsEqualForTheSameAnswer() => Assert.Equal(SiliconParser.Parse(isReferenced: true, "true"), SiliconParser.Parse(isReferenced: true, "FULL"));

    private static GeneratorRunResult Generate(string? property, bool isReferenced = true)
    {
        var driver = Driver(property).RunGeneratorsAndUpdateCompilation(Compile(isReferenced), out var compilation, out var diagnostics, TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        GeneratorHost.AssertCompiles(compilation);
        return Of(driver);
    }

    private static CSharpCompilation Compile(bool isReferenced)
    {
        var compilation = GeneratorHost.Compile(Source);
        var library = typeof(SiliconSampling).Assembly.Location;
        compilation = compilation.RemoveReferences(compilation.References.Where(reference => reference.Display == library));
        return isReferenced ? compilation.AddReferences(MetadataReference.CreateFromFile(library)) : compilation;
    }

    private static CSharpGeneratorDriver Driver(string? property) => CSharpGeneratorDriver.Create(
        [new TrackedGenerator().AsSourceGenerator(), new SiliconGenerator().AsSourceGenerator()],
        [],
        GeneratorHost.ParseOptions,
        new Properties(property),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static GeneratorRunResult Of(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single(static result => result.Generator.GetGeneratorType() == typeof(SiliconGenerator));

    private sealed class Properties(string? silicon) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(silicon);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options(string? silicon) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = key == "build_property.MlOpsSilicon" && silicon is not null ? silicon : "";
                return key == "build_property.MlOpsSilicon" && silicon is not null;
            }
        }
    }
}
