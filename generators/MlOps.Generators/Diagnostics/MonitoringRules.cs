using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Diagnostics;

/// <summary>Rules about <c>[Monitored]</c>; each has a page in <c>docs/rules</c>.</summary>
internal static class MonitoringRules
{
    public static readonly DiagnosticDescriptor CannotBeMonitored = Rule(
        "MLOPS7001", "Type or method cannot be monitored", "'{0}' cannot be monitored: {1}. {2}.", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor PartIsNotMonitored = Rule(
        "MLOPS7002", "Part of a row is not monitored", "'{0}' is no column of what is monitored: {1}. Say that it is meant to be left out with [NotMonitored].", DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor TwoColumnsOfOneName = Rule(
        "MLOPS7003", "Two columns of one name", "'{0}' and '{1}' would both be the column '{2}'. Name one of them, such as [Feature(\"…\")].", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor WindowMeansNothing = Rule(
        "MLOPS7004", "Window of a monitor means nothing", "'{0}' of a window is {1}. Give more than 0.", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor SettingOfAType = Rule(
        "MLOPS7005", "Setting has no effect on a type", "'{0}' of [Monitored] has no effect on a type: it is of the monitor that a method has. Give it to the MonitorOptions of the Monitor<{1}>, or leave it out.", DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, "Monitoring", severity, isEnabledByDefault: true, helpLinkUri: RuleHelp.LinkTo(id));
}
