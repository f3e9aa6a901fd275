using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>
/// Whether a program says itself which culture it has, for the whole process: then it is the same on every machine. Asked only
/// where something goes by the culture.
/// </summary>
internal static class CultureOfTheProcess
{
    private static readonly ConditionalWeakTable<SyntaxTree, object> s_known = new();

    /// <summary>By the project file, or by an assignment anywhere.</summary>
    public static bool IsSet(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken) =>
        (options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.InvariantGlobalization", out var invariant) && invariant.Equals("true", StringComparison.OrdinalIgnoreCase))
        || compilation.SyntaxTrees.Any(tree => (bool)s_known.GetValue(tree, key => IsSetIn(key, cancellationToken)));

    private static bool IsSetIn(SyntaxTree tree, CancellationToken cancellationToken) => tree.GetRoot(cancellationToken)
        .DescendantNodes()
        .OfType<AssignmentExpressionSyntax>()
        .Any(static assignment => assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CurrentCulture" or "DefaultThreadCurrentCulture" });
}
