using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>What a tracked call logs of its parameters and of its result.</summary>
internal static class LoggedMembers
{
    /// <summary>Scalars become params, <c>[Sensitive]</c> ones masked params.</summary>
    public static Logged OfParameters(
        IEnumerable<(IParameterSymbol Symbol, string Name)> parameters, HashSet<string> taken)
    {
        var flattening = new Flattening(
            static (key, type, expression, isSensitive) => new(
                isSensitive ? LoggedKind.Masked : Scalars.IsTypeParameter(type) ? LoggedKind.AnyParam : LoggedKind.Param, key, expression, null, default),
            taken);
        var nodes = parameters
            .Where(static parameter => parameter.Symbol.RefKind != RefKind.Out && !TrackedSignature.LivesOnStack(parameter.Symbol.Type))
            .SelectMany(parameter =>
            {
                var marks = Marks.Of(parameter.Symbol.GetAttributes());
                var key = marks.KeyOf(parameter.Symbol.Name);
                return flattening.Of(parameter.Symbol.Type, parameter.Name, key, key + ".", marks);
            })
            .ToEquatableArray();
        return new(nodes, flattening.Leaves, flattening.Cuts);
    }

    /// <summary>Numbers become metrics, other scalars tags; a secret is left out.</summary>
    public static Logged OfResult(IMethodSymbol method, ITypeSymbol type, HashSet<string> taken)
    {
        var flattening = new Flattening(
            static (key, type, expression, isSensitive) => isSensitive
                ? null
                : Scalars.IsTypeParameter(type)
                    ? new(LoggedKind.AnyResult, key, expression, null, default)
                : Scalars.IsNumber(type)
                    ? new(LoggedKind.Metric, key, Scalars.AsDouble(type, expression), null, default)
                    : new(LoggedKind.Tag, key, expression, null, default),
            taken);
        var nodes = flattening.Of(type, "result", "result", "", Marks.Of(method.GetReturnTypeAttributes())).ToEquatableArray();
        return new(nodes, flattening.Leaves, flattening.Cuts);
    }
}

/// <summary>What is logged of parameters or of a result.</summary>
/// <param name="Nodes">As code is written for it.</param>
/// <param name="Leaves">One by one, with where each is read from.</param>
/// <param name="Cuts">What is left out, and why.</param>
internal sealed record Logged(EquatableArray<LoggedNode> Nodes, IReadOnlyList<(string Path, LoggedNode Node)> Leaves, IReadOnlyList<(string Path, string Reason)> Cuts)
{
    public static Logged Nothing { get; } = new(default, [], []);
}
