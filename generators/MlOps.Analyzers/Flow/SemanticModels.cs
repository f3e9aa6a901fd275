using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace MlOps.Analyzers.Flow;

/// <summary>
/// One semantic model a file, for all rules. A model keeps what it has bound, and binding is nearly all that a look into other
/// bodies costs.
/// </summary>
internal static class SemanticModels
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<SyntaxTree, SemanticModel>> s_models = new();

    /// <summary>The model of a file of a compilation.</summary>
    public static SemanticModel ModelOf(this Compilation compilation, SyntaxTree tree) =>
        s_models.GetValue(compilation, static _ => new()).GetOrAdd(tree, key => compilation.GetSemanticModel(key));
}
