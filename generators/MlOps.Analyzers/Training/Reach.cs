using Microsoft.CodeAnalysis;

namespace MlOps.Analyzers.Training;

/// <summary>That training code gets to a member: a method or, for what stands in its initializer, a field or property.</summary>
/// <param name="Member">The member.</param>
/// <param name="From">What calls or reads it; null for where training begins.</param>
internal sealed record Reach(ISymbol Member, Reach? From)
{
    /// <summary>The way here: <c>Train → Load → Shuffle</c>.</summary>
    public string Path => From is null ? Name : $"{From.Path} → {Name}";

    private string Name => Member is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } ? $"new {Member.ContainingType.Name}" : Member.Name;
}
