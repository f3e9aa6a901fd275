using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace MlOps.Tests.Support;

/// <summary>A model that holds something of the compiler's keeps whole compilations alive and never compares equal.</summary>
internal static class CompilerObjects
{
    /// <summary>Walks all that can be reached from a model.</summary>
    public static void AssertNoneIn(object model)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<object>([model]);
        while (waiting.TryPop(out var current))
        {
            // `is`, not a type-name comparison: symbols hide behind internal types.
            Assert.False(current is ISymbol or SyntaxNode or SyntaxTree or Compilation or Location or SemanticModel, $"The model holds a {current.GetType()}.");
            if (current is string or Type || current.GetType().IsPrimitive || !seen.Add(current))
            {
                continue;
            }

            var parts = current is IEnumerable items
                ? items.Cast<object?>()
                : current.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(field => field.GetValue(current));
            foreach (var part in parts.OfType<object>())
            {
                waiting.Push(part);
            }
        }

        Assert.True(seen.Count > 5, "The walk found too little to mean anything.");
    }
}
