using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Diagnostics;

/// <summary>Rules about <c>[Tracked]</c>; each has a page in <c>docs/rules</c>.</summary>
internal static class TrackingRules
{
    public static readonly DiagnosticDescriptor MethodCannotBeTracked = new(
        "MLOPS1001",
        "Method cannot be tracked",
        "'{0}' cannot be tracked: {1}. {2}.",
        "Tracking",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: RuleHelp.LinkTo("MLOPS1001"));
}
