using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Reproducibility;
using MlOps.Generators.Tracking;

namespace MlOps.Tests.Support;

/// <summary>All analyzers of ours at once, as a user has them.</summary>
internal static class AllAnalyzers
{
    /// <summary>Rules that generators report as well, where analyzers are off.</summary>
    public static readonly IReadOnlyCollection<string> AreReportedByGenerators = ["MLOPS1002", "MLOPS1003", "MLOPS1007"];

    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
    [
        .. new[] { typeof(UnseededRandomAnalyzer).Assembly, typeof(TrackedGenerator).Assembly }
            .SelectMany(static assembly => assembly.GetTypes())
            .Where(static type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static IEnumerable<DiagnosticDescriptor> Descriptors => All.SelectMany(static analyzer => analyzer.SupportedDiagnostics);

    /// <summary>What they say about code that compiles; an analyzer that throws says so, too.</summary>
    /// <param name="source">The code.</param>
    /// <param name="silenced">A code whose severity an <c>.editorconfig</c> sets to <c>none</c>.</param>
    public static async Task<ImmutableArray<Diagnostic>> Run(string source, string? silenced = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var compilation = TestCompilation.Of(source);
        compilation = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfig(silenced)));
        return await compilation.WithAnalyzers(All, new AnalyzerOptions([IrisDataset.List])).GetAnalyzerDiagnosticsAsync(cancellation);
    }

    private sealed class EditorConfig(string? silenced) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Suppress;
            return diagnosticId == silenced;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }
    }
}
