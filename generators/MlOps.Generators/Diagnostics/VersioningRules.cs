using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Diagnostics;

/// <summary>Rules about <c>[Versioned]</c>; each has a page in <c>docs/rules</c>.</summary>
internal static class VersioningRules
{
    public static readonly DiagnosticDescriptor TypeCannotBeVersioned = new(
        "MLOPS1020",
        "Type cannot be versioned",
        "'{0}' cannot be versioned: {1}. {2}.",
        "Versioning",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: RuleHelp.LinkTo("MLOPS1020"));

    public static readonly DiagnosticDescriptor MemberCannotBeVersioned = new(
        "MLOPS1021",
        "Member cannot be versioned",
        "'{0}' cannot be versioned: {1}. {2}, or leave the member out with [NotVersioned].",
        "Versioning",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: RuleHelp.LinkTo("MLOPS1021"));
}
