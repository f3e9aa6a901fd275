using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace MlOps.Tests.Support;

/// <summary>What a rule says about code that refers to the real frameworks and compiles; <c>{|MLOPS3001:…|}</c> marks where.</summary>
internal static class Rule<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>The marks, and nothing else.</summary>
    /// <param name="source">The code, with the usual <c>using</c>s understood.</param>
    /// <param name="config">Lines of an <c>.editorconfig</c>.</param>
    public static async Task Finds(string source, string config = "")
    {
        TestFileMarkupParser.GetPositionsAndSpans(source, out var code, out _, out ImmutableDictionary<string, ImmutableArray<TextSpan>> marks);
        var compilation = TestCompilation.WithErrors(code, "global using MlOps;"); // An error is marked, too.
        var found = await compilation
            .WithAnalyzers([new TAnalyzer()], new AnalyzerOptions([IrisDataset.List], new EditorConfig(config)))
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            marks.SelectMany(static rule => rule.Value.Select(span => (rule.Key, span))).Order(),
            found.Concat(TestCompilation.ErrorsOf(compilation)).Select(static diagnostic => (diagnostic.Id, diagnostic.Location.SourceSpan)).Order());
    }

    /// <summary>The fix gives this, which compiles, and the rule is then silent; all at once, too.</summary>
    public static Task Fixes<TFix>(string source, string @fixed, string config = "", Action<CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>>? adjust = null)
        where TFix : CodeFixProvider, new()
    {
        var test = Test<TFix>(source, @fixed, config);
        adjust?.Invoke(test);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> Test<TFix>(string source, string @fixed, string config)
        where TFix : CodeFixProvider, new()
    {
        var test = new NullableTest<TFix>
        {
            TestCode = source,
            FixedCode = @fixed,
            ReferenceAssemblies = new ReferenceAssemblies("none"),
            CompilerDiagnostics = CompilerDiagnostics.Errors,
            MarkupOptions = MarkupOptions.UseFirstDescriptor, // A rule about training has two of one code.
            TestBehaviors = TestBehaviors.SkipGeneratedCodeCheck | TestBehaviors.SkipSuppressionCheck, // RulePagesTests and the near misses see to it.
        };
        foreach (var state in new SolutionState[] { test.TestState, test.FixedState })
        {
            state.OutputKind = source.Contains("/* program */", StringComparison.Ordinal) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
            state.AdditionalReferences.AddRange(Frameworks.References);
            state.Sources.Add(("Datasets.g.cs", IrisDataset.Handles));
            state.Sources.Add(("Usings.cs", TestCompilation.Usings + "global using MlOps;"));
            state.AdditionalFiles.Add((IrisDataset.ListFile, IrisDataset.ListText));
            if (config.Length > 0)
            {
                state.AnalyzerConfigFiles.Add(("/.editorconfig", $"root = true\n[*.cs]\n{config}\n"));
            }
        }

        return test;
    }

    private sealed class NullableTest<TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
        where TFix : CodeFixProvider, new()
    {
        protected override CompilationOptions CreateCompilationOptions() =>
            ((CSharpCompilationOptions)base.CreateCompilationOptions()).WithNullableContextOptions(NullableContextOptions.Enable).WithAllowUnsafe(true);

        protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Latest);
    }

    private sealed class EditorConfig(string lines) : AnalyzerConfigOptionsProvider
    {
        private readonly Options _options = new(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split('=', 2, StringSplitOptions.TrimEntries)).ToDictionary(static pair => pair[0], static pair => pair[1]));

        public override AnalyzerConfigOptions GlobalOptions => _options;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _options;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _options;

        private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}
