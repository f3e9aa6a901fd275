using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Training;

/// <summary>
/// What of a compilation is training code: methods with <c>[Tracked]</c>, methods that fit a model of a known framework, and what
/// they call. Found when a rule first asks, which it does only where it has something to say; then known to all rules.
/// </summary>
internal sealed class TrainingCode
{
    private const int MaxMembers = 5000;
    private const int MaxDepth = 32;

    private static readonly ConditionalWeakTable<Compilation, TrainingCode> s_known = new();

    private readonly Compilation _compilation;
    private readonly AnalyzerOptions _options;
    private readonly CallGraph _calls;
    private readonly object _lock = new();
    private readonly Framework? _learners;
    private readonly ConcurrentDictionary<SyntaxTree, (HashSet<ISymbol> Roots, HashSet<ISymbol> Called)> _near = new();
    private readonly Dictionary<ISymbol, ImmutableArray<ISymbol>> _callers = new(SymbolEqualityComparer.Default);

    private TrainingCode(Compilation compilation, AnalyzerOptions options) =>
        (_compilation, _options, _calls, _learners) = (compilation, options, new CallGraph(compilation), Framework.Of(compilation, MemberRole.Fits, MemberRole.Steps));

    /// <summary>The training code of a compilation.</summary>
    public static TrainingCode Of(Compilation compilation, AnalyzerOptions options) =>
        s_known.GetValue(compilation, key => new TrainingCode(key, options));

    /// <summary>
    /// Whether training begins in a member or in one that calls it: cheap enough while somebody types, because only files are
    /// bound that name the member.
    /// </summary>
    public bool IsNear(ISymbol member, CancellationToken cancellationToken) => _compilation.SyntaxTrees.Any(tree =>
        TrainingRoots.MayUse(tree, member, cancellationToken)
        && Near(tree, cancellationToken) is var (roots, called)
        && (roots.Contains(member) || called.Contains(member)));

    /// <summary>Whether training begins in the body around an operation: the compiler has bound that one already.</summary>
    public bool BeginsAround(IOperation operation, ISymbol member) =>
        member is IMethodSymbol { MethodKind: not MethodKind.LocalFunction } method
        && (method.GetAttributes().Ours("Tracked") is not null || (_learners is not null && ValueFlow.RootOf(operation).DescendantsOutsideLocalFunctions().Any(IsLearning)));

    private bool IsLearning(IOperation operation) =>
        operation is IInvocationOperation call && _learners!.HasName(call.TargetMethod.Name) && _learners.Find(call.TargetMethod) is not null;

    /// <summary>
    /// How training gets to a member, over any number of calls. Looked for from the member back to where training begins: of a
    /// large project only the few bodies are bound that name what is on the way.
    /// </summary>
    public Reach? Anywhere(ISymbol member, CancellationToken cancellationToken)
    {
        var next = new Dictionary<ISymbol, ISymbol?>(SymbolEqualityComparer.Default) { [member] = null };
        var open = new Queue<(ISymbol Member, int Depth)>([(member, 0)]);
        while (open.Count > 0)
        {
            var (current, depth) = open.Dequeue();
            if (IsRoot(current, cancellationToken))
            {
                return WayFrom(current, next);
            }

            foreach (var caller in depth < MaxDepth ? CallersOf(current, cancellationToken) : [])
            {
                if (next.Count < MaxMembers && !next.ContainsKey(caller))
                {
                    next.Add(caller, current);
                    open.Enqueue((caller, depth + 1));
                }
            }
        }

        return null;
    }

    private ImmutableArray<ISymbol> CallersOf(ISymbol member, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_callers.TryGetValue(member, out var callers))
            {
                callers = [.. _compilation.SyntaxTrees
                    .Where(tree => TrainingRoots.MayUse(tree, member, cancellationToken))
                    .SelectMany(tree => _calls.MembersThatName(member, tree, cancellationToken))
                    .Where(caller => _calls.From(caller, cancellationToken).Contains(member, SymbolEqualityComparer.Default))];
                _callers.Add(member, callers);
            }

            return callers;
        }
    }

    // [Tracked] may stand on the declaration of a partial method, and what fits a model in its code.
    private bool IsRoot(ISymbol member, CancellationToken cancellationToken) =>
        member.DeclaringSyntaxReferences.Concat(CallGraph.BodyOf(member).DeclaringSyntaxReferences)
            .Any(reference => Near(reference.SyntaxTree, cancellationToken).Roots.Contains(member));

    // Where training begins in a file, and what is called from there.
    private (HashSet<ISymbol> Roots, HashSet<ISymbol> Called) Near(SyntaxTree tree, CancellationToken cancellationToken) => _near.GetOrAdd(tree, tree =>
    {
        var roots = new HashSet<ISymbol>(TrainingRoots.In(tree, _compilation, _options, _learners, cancellationToken).Select(CallGraph.MemberOf), SymbolEqualityComparer.Default);
        return (roots, new(roots.SelectMany(root => _calls.From(root, cancellationToken)), SymbolEqualityComparer.Default));
    });

    private static Reach WayFrom(ISymbol root, Dictionary<ISymbol, ISymbol?> next)
    {
        var reach = new Reach(root, From: null);
        for (var step = next[root]; step is not null; step = next[step])
        {
            reach = new Reach(step, reach);
        }

        return reach;
    }

    /// <summary>
    /// The member that an operation belongs to: its method or local function, or the field or property that a constructor or an
    /// initializer gives it to.
    /// </summary>
    public static ISymbol MemberOf(IOperation operation, ISymbol containing)
    {
        for (var current = operation; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case ILocalFunctionOperation local:
                    return CallGraph.MemberOf(local.Symbol);
                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } target }
                    when containing is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor }:
                    return CallGraph.MemberOf(target.Member);
            }
        }

        return CallGraph.MemberOf(containing);
    }
}
