using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

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

    private Dictionary<ISymbol, Reach>? _near;
    private Dictionary<ISymbol, Reach>? _all;

    private TrainingCode(Compilation compilation, AnalyzerOptions options) =>
        (_compilation, _options, _calls) = (compilation, options, new CallGraph(compilation));

    /// <summary>The training code of a compilation.</summary>
    public static TrainingCode Of(Compilation compilation, AnalyzerOptions options) =>
        s_known.GetValue(compilation, key => new TrainingCode(key, options));

    /// <summary>
    /// How training gets to an operation, if it begins in the same member or in one that calls it: cheap enough while somebody
    /// types.
    /// </summary>
    public Reach? Near(ISymbol member, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _near ??= Search(maxDepth: 1, cancellationToken);
        }

        return _near.TryGetValue(member, out var reach) ? reach : null;
    }

    /// <summary>How training gets to an operation, over any number of calls.</summary>
    public Reach? Anywhere(ISymbol member, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _all ??= Search(MaxDepth, cancellationToken);
        }

        return _all.TryGetValue(member, out var reach) ? reach : null;
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

    private Dictionary<ISymbol, Reach> Search(int maxDepth, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ISymbol, Reach>(SymbolEqualityComparer.Default);
        var open = new Queue<Reach>();
        foreach (var root in TrainingRoots.Of(_compilation, _options, cancellationToken))
        {
            Add(CallGraph.MemberOf(root), from: null);
        }

        while (open.Count > 0)
        {
            var reach = open.Dequeue();
            if (reach.Depth < maxDepth)
            {
                foreach (var called in _calls.From(reach.Member, cancellationToken))
                {
                    Add(called, reach);
                }
            }
        }

        return found;

        void Add(ISymbol member, Reach? from)
        {
            if (found.Count < MaxMembers && !found.ContainsKey(member))
            {
                var reach = new Reach(member, from);
                found.Add(member, reach);
                open.Enqueue(reach);
            }
        }
    }
}
