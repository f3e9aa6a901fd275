using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace MlOps.Tests.Support;

/// <summary>What a rule says about code that refers to the real frameworks and compiles; <c>{|MLOPS3001:…|}</c> marks where.</summary>
internal static class Rule<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>The marks, and nothing else.</summary>
    /// <param name="source">The code, with the usual <c>using</c>s understood.</param>
    /// <param name="config">Lines of an <c>.editorconfig</c>.</param>
    public static Task Finds(string source, string config = "") => Test<EmptyCodeFixProvider>(source, null, config).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The fix gives this, which compiles, and the rule is then silent; all at once, too.</summary>
    public static Task Fixes<TFix>(string source, string @fixed, string config = "", Action<CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>>? adjust = null)
        where TFix : CodeFixProvider, new()
    {
        var test = Test<TFix>(source, @fixed, config);
        adjust?.Invoke(test);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> Test<TFix>(string source, string? @fixed, string config)
        where TFix : CodeFixProvider, new()
    {
        var test = new NullableTest<TFix>
        {
            TestCode = source,
            ReferenceAssemblies = new ReferenceAssemblies("none"),
            CompilerDiagnostics = CompilerDiagnostics.Errors,
            MarkupOptions = MarkupOptions.UseFirstDescriptor, // A rule about training has two of one code.
        };
        if (@fixed is not null)
        {
            test.FixedCode = @fixed;
        }

        foreach (var state in @fixed is null ? [test.TestState] : new SolutionState[] { test.TestState, test.FixedState })
        {
            state.OutputKind = source.Contains("/* program */", StringComparison.Ordinal) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
            state.AdditionalReferences.AddRange(Frameworks.References);
            state.Sources.Add(("Datasets.g.cs", IrisDataset.Handles));
            state.Sources.Add(("Usings.cs", Usings));
            state.AdditionalFiles.Add((IrisDataset.ListFile, IrisDataset.ListText));
            if (config.Length > 0)
            {
                state.AnalyzerConfigFiles.Add(("/.editorconfig", $"root = true\n[*.cs]\n{config}\n"));
            }
        }

        return test;
    }

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using MlOps;
        """;

    private sealed class NullableTest<TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
        where TFix : CodeFixProvider, new()
    {
        protected override CompilationOptions CreateCompilationOptions() =>
            ((CSharpCompilationOptions)base.CreateCompilationOptions()).WithNullableContextOptions(NullableContextOptions.Enable).WithAllowUnsafe(true);

        protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Latest);
    }
}
