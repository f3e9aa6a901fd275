using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Diagnostics;

/// <summary>Rules about our tracking attributes; each has a page in <c>docs/rules</c>.</summary>
internal static class TrackingRules
{
    public static readonly DiagnosticDescriptor MethodCannotBeTracked = Rule(
        "MLOPS1001",
        "Method cannot be tracked",
        "'{0}' cannot be tracked: {1}. {2}.");

    public static readonly DiagnosticDescriptor TypeMustBePartial = Rule(
        "MLOPS1002",
        "Type of a tracked method must be partial",
        "'{0}' cannot be tracked yet: generated code beside it cannot see '{1}'. Make {2} partial, so that the code is generated inside.");

    public static readonly DiagnosticDescriptor LocalFunctionMustBeStatic = Rule(
        "MLOPS1003",
        "Tracked local function must be static",
        "'{0}' cannot be tracked yet: a local function is, when it captures nothing. Make it static and pass what it needs as parameters.");

    public static readonly DiagnosticDescriptor PartIsNotRecorded = Rule(
        "MLOPS1004",
        "Part of a value is not recorded",
        "'{0}' of '{1}' is not recorded: {2}. Record what matters of it with Run.Current.LogParam, and put [NotLogged] on it.",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor UnknownPlaceholder = Rule(
        "MLOPS1005",
        "Run name cannot be filled in",
        "The run name of '{0}' cannot be filled in: {1}. {2}.");

    public static readonly DiagnosticDescriptor MalformedTag = Rule(
        "MLOPS1006",
        "Tag is not key=value",
        "'{0}' is not a tag. Write it as \"key=value\", for instance \"team=vision\".");

    public static readonly DiagnosticDescriptor NameIsNotAllowed = Rule(
        "MLOPS1007",
        "Name is not allowed by MLflow",
        "'{0}' cannot be the name of a {1}: {2}. Use letters, digits and _ - . / or spaces.");

    public static readonly DiagnosticDescriptor MetricsCannotBeLogged = Rule(
        "MLOPS1008",
        "Metrics type cannot be logged",
        "'{0}' cannot be logged as metrics: {1}. {2}.");

    /// <summary>Rules that analyzers report, because a code fix mends what they find.</summary>
    public static readonly IReadOnlyCollection<string> HaveFixes = [TypeMustBePartial.Id, LocalFunctionMustBeStatic.Id];

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error) =>
        MlOps.Analyzers.Shared.Rule.Of(id, MlOps.Analyzers.Shared.Rule.Tracking, severity, title, message);
}
