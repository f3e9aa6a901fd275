using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Shared;

/// <summary>Makes the descriptors of rules, each of which has a page in <c>docs/rules</c>.</summary>
internal static class Rule
{
    public const string Tracking = "Tracking";
    public const string Data = "Data";
    public const string Reproducibility = "Reproducibility";
    public const string Security = "Security";
    public const string Lifetime = "Lifetime";

    /// <summary>A rule; a warning is nearly always right, information often.</summary>
    public static DiagnosticDescriptor Of(string id, string category, DiagnosticSeverity severity, string title, string message, params string[] tags) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, helpLinkUri: RuleHelp.LinkTo(id), customTags: tags);
}
