using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Analyzers.Lifetime;

/// <summary>
/// Whether a program serves requests or works in parallel, by words alone: what is shared does no harm in one that does one thing
/// after the other. Asked only where a rule has something to say.
/// </summary>
internal static class ThreadsInSource
{
    private static readonly HashSet<string> s_words = new(StringComparer.Ordinal)
    {
        "WebApplication", "WebHost", "ConfigureWebHostDefaults", "ControllerBase", "Controller", "ApiController", "FunctionName", "HttpTrigger",
        "BackgroundService", "IHostedService", "Parallel", "AsParallel", "ThreadPool",
    };

    // By tree, so that a key pressed in one file leaves what was found in all others.
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> s_known = new();

    public static bool AreUsedIn(Compilation compilation, CancellationToken cancellationToken) =>
        compilation.SyntaxTrees.Any(tree => s_known.GetValue(tree, tree => new(AreNamedIn(tree, cancellationToken))).Value);

    private static bool AreNamedIn(SyntaxTree tree, CancellationToken cancellationToken) => tree.GetRoot(cancellationToken)
        .DescendantNodes()
        .Any(static node => node is SimpleNameSyntax name && (s_words.Contains(name.Identifier.ValueText) || IsTaskRun(name)));

    private static bool IsTaskRun(SimpleNameSyntax name) =>
        name.Identifier.ValueText == "Run" && name.Parent is MemberAccessExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: "Task" } };
}
