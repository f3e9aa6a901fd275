using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using MlOps.Generators.Datasets;
using MlOps.Generators.Metrics;
using MlOps.Generators.Monitoring;
using MlOps.Generators.Tracking;
using MlOps.Generators.Versioning;
using MlOps.Monitoring;

namespace MlOps.Tests.Support;

/// <summary>Compiles source with our generators, as the compiler would.</summary>
internal static class GeneratorHost
{
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest);

    public static CSharpCompilation Compile(params string[] sources)
    {
        var trees = sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Source{index}.cs", System.Text.Encoding.UTF8)).ToArray();
        var isProgram = trees.Any(static tree => tree.GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement));
        return CSharpCompilation.Create(
            "Demo",
            trees,
            [
                .. Net100.References.All,
                MetadataReference.CreateFromFile(typeof(TrackedAttribute).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(Run).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(ContentHash).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(SiliconInfo).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(DriftDetector).Assembly.Location),
            ],
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                allowUnsafe: true,
                warningLevel: 9999));
    }

    public static GeneratorDriver Driver(params AdditionalText[] files) => Driver(runAnalyzers: true, files);

    /// <summary>What the compiler does where analyzers are off: the generators then say everything themselves.</summary>
    public static GeneratorDriver Driver(bool runAnalyzers, params AdditionalText[] files) => CSharpGeneratorDriver.Create(
        [
            new TrackedGenerator().AsSourceGenerator(), new DatasetsGenerator().AsSourceGenerator(), new MetricsGenerator().AsSourceGenerator(),
            new VersionedGenerator().AsSourceGenerator(), new MonitoredGenerator().AsSourceGenerator(),
        ],
        files,
        ParseOptions,
        new BuildProperties(runAnalyzers),
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

    /// <summary>The one tracker generated from the source.</summary>
    public static string Generated(string source) => Tracker(Run(source).Tracked);

    /// <summary>The one tracker among what was generated.</summary>
    public static string Tracker(GeneratorRunResult result) =>
        Assert.Single(result.GeneratedSources, static file => file.HintName.EndsWith(".Tracked.g.cs", StringComparison.Ordinal)).SourceText.ToString();

    private sealed class BuildProperties(bool runAnalyzers) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(runAnalyzers);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options(bool runAnalyzers) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = key switch
                {
                    "build_property.Configuration" => "Release",
                    "build_property.RunAnalyzers" when !runAnalyzers => "false",
                    _ => "",
                };
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
