using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MlOps.Analyzers.Training;

/// <summary>What a rule has to say of an operation, if that is training code.</summary>
/// <param name="Location">Where.</param>
/// <param name="Arguments">What fills the message, at most nine.</param>
internal sealed record Finding(Location Location, params object[] Arguments)
{
    /// <summary>What the code fix needs to know.</summary>
    public ImmutableDictionary<string, string?> Properties { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>The members where it does harm, if it is not the one that it stands in.</summary>
    public ImmutableArray<ISymbol> Members { get; init; } = [];

    public Diagnostic As(DiagnosticDescriptor rule) => Diagnostic.Create(rule, Location, Properties, Arguments);

    public Diagnostic As(DiagnosticDescriptor rule, Reach reach)
    {
        var arguments = new object[10];
        Arguments.CopyTo(arguments, 0);
        arguments[9] = reach.Path;
        return Diagnostic.Create(rule, Location, Properties, arguments);
    }
}
