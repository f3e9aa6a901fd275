using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using MlOps.Generators.Datasets;
using MlOps.Generators.Tracking;

namespace MlOps.Tests.Support;

/// <summary>Compiles source with our generators, as the compiler would.</summary>
internal static class GeneratorHost
{
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest);

    public static CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "Demo",
        sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Source{index}.cs", System.Text.Encoding.UTF8)),
        [
            .. Net100.References.All,
            MetadataReference.CreateFromFile(typeof(TrackedAttribute).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(Run).Assembly.Location),
        ],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true, warningLevel: 9999));

    public static GeneratorDriver Driver(params AdditionalText[] files) => CSharpGeneratorDriver.Create(
        [new TrackedGenerator().AsSourceGenerator(), new DatasetsGenerator().AsSourceGenerator()],
        files,
        ParseOptions,
        new BuildProperties(),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs the generators; the generated code must compile without an error or a warning.</summary>
    public static (Compilation Compilation, GeneratorRunResult Tracked) Run(params string[] sources)
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(Compile(sources), out var compilation, out var diagnostics);
        Assert.Empty(diagnostics);
        AssertCompiles(compilation);
        return (compilation, driver.GetRunResult().Results[0]);
    }

    public static void AssertCompiles(Compilation compilation) =>
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));

    /// <summary>The one file generated from the source.</summary>
    public static string Generated(string source) => Assert.Single(Run(source).Tracked.GeneratedSources).SourceText.ToString();

    private sealed class BuildProperties : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = key == "build_property.Configuration" ? "Release" : "";
                return value.Length > 0;
            }
        }
    }
}

/// <summary>A file the build hands to the compiler.</summary>
internal sealed class TextFile(string path, string text) : AdditionalText
{
    public override string Path { get; } = path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
