using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Training;

/// <summary>
/// Where training begins: methods with <c>[Tracked]</c>, those that fit a model of a known framework themselves, and those that
/// <c>mlops_training_methods</c> in <c>.editorconfig</c> names.
/// </summary>
internal static class TrainingRoots
{
    private const string Option = "mlops_training_methods";

    // By tree, so that a key pressed in one file leaves what was found in all others.
    private static readonly ConditionalWeakTable<SyntaxTree, Candidates> s_candidates = new();

    private static readonly char[] s_separators = [',', ';', '|', ' '];

    /// <summary>The methods and local functions with <c>[Tracked]</c>.</summary>
    public static IEnumerable<IMethodSymbol> Tracked(Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var tracked = s_candidates.GetValue(tree, tree => Candidates.In(tree, cancellationToken)).Tracked;
            foreach (var method in tracked.Count == 0 ? [] : Tracked(tracked, compilation.ModelOf(tree), cancellationToken))
            {
                yield return method;
            }
        }
    }

    /// <summary>Whether a file may use a member: it stands there, or its name does.</summary>
    public static bool MayUse(SyntaxTree tree, ISymbol member, CancellationToken cancellationToken)
    {
        if (IsPrivate(member) && !member.ContainingType.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == tree))
        {
            return false;
        }

        return member.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == tree)
            || member is IPropertySymbol { IsIndexer: true }
            || (s_candidates.TryGetValue(tree, out var known) ? known.Names.Contains(CallGraph.NameOf(member)) : tree.Uses(CallGraph.NameOf(member), cancellationToken));
    }

    // What implements an interface explicitly is called by all who have that.
    private static bool IsPrivate(ISymbol member) =>
        member is { DeclaredAccessibility: Accessibility.Private, ContainingType: not null } && member.Name.IndexOf('.') < 0;

    /// <summary>The methods, and local functions, of a file.</summary>
    public static IEnumerable<IMethodSymbol> In(SyntaxTree tree, Compilation compilation, AnalyzerOptions options, Framework? learners, CancellationToken cancellationToken)
    {
        var candidates = s_candidates.GetValue(tree, tree => Candidates.In(tree, cancellationToken));
        var named = Named(options, tree);
        if (candidates.Tracked.Count == 0 && named is null && (learners is null || candidates.Calls.Count == 0))
        {
            yield break;
        }

        var model = compilation.ModelOf(tree);
        foreach (var method in Tracked(candidates.Tracked, model, cancellationToken))
        {
            yield return method;
        }

        foreach (var method in candidates.Calls.Select(Learner).OfType<IMethodSymbol>())
        {
            yield return method;
        }

        foreach (var method in Methods(tree, cancellationToken).Where(method => named?.IsMatch(method.Identifier.ValueText) == true))
        {
            if (model.GetDeclaredSymbol(method, cancellationToken) is { } symbol)
            {
                yield return symbol;
            }
        }

        IMethodSymbol? Learner(InvocationExpressionSyntax call) =>
            learners?.HasName(NameOf(call)!) == true
            && model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol target
            && learners.Find(target) is not null
                ? Around(model.GetEnclosingSymbol(call.SpanStart, cancellationToken))
                : null;
    }

    private static IEnumerable<IMethodSymbol> Tracked(IEnumerable<SyntaxNode> declarations, SemanticModel model, CancellationToken cancellationToken) => declarations
        .Select(declaration => model.GetDeclaredSymbol(declaration, cancellationToken))
        .OfType<IMethodSymbol>()
        .Where(static method => method.GetAttributes().Ours("Tracked") is not null);

    private static IMethodSymbol? Around(ISymbol? symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol as IMethodSymbol;
    }

    private static Regex? Named(AnalyzerOptions options, SyntaxTree tree) =>
        options.AnalyzerConfigOptionsProvider.GetOptions(tree).TryGetValue(Option, out var patterns) && patterns.Split(s_separators, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } names
            ? new Regex($"^(?:{string.Join("|", names.Select(static name => Regex.Escape(name).Replace("\\*", ".*")))})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            : null;

    private static IEnumerable<MethodDeclarationSyntax> Methods(SyntaxTree tree, CancellationToken cancellationToken) =>
        tree.GetRoot(cancellationToken).DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<MethodDeclarationSyntax>();

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>What in a file may be a root, by its words alone.</summary>
    private sealed record Candidates(IReadOnlyList<SyntaxNode> Tracked, IReadOnlyList<InvocationExpressionSyntax> Calls, HashSet<string> Names)
    {
        private static readonly HashSet<string> s_learners =
            new(FrameworkTable.With(MemberRole.Fits).Concat(FrameworkTable.With(MemberRole.Steps)).Select(static member => member.Name), StringComparer.Ordinal);

        public static Candidates In(SyntaxTree tree, CancellationToken cancellationToken)
        {
            var tracked = new List<SyntaxNode>();
            var calls = new List<InvocationExpressionSyntax>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var node in tree.GetRoot(cancellationToken).DescendantNodes())
            {
                if (node is SimpleNameSyntax used)
                {
                    names.Add(used.Identifier.ValueText);
                }

                if (node is AttributeSyntax attribute && attribute.IsCalled("Tracked") && attribute.Parent?.Parent is MethodDeclarationSyntax or LocalFunctionStatementSyntax)
                {
                    tracked.Add(attribute.Parent.Parent);
                }
                else if (node is InvocationExpressionSyntax call && NameOf(call) is { } name && s_learners.Contains(name))
                {
                    calls.Add(call);
                }
            }

            return new(tracked, calls, names);
        }
    }
}
