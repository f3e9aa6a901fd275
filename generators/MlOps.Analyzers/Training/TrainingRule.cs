using Microsoft.CodeAnalysis;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Training;

/// <summary>
/// A rule about training code, with one code and two descriptors: the compiler wants to know beforehand which findings come only
/// at the end of a build.
/// </summary>
internal sealed class TrainingRule(string id, DiagnosticSeverity severity, string title, string message)
{
    /// <summary>In a method where training begins, and in what it calls: in the editor, too.</summary>
    public DiagnosticDescriptor Live { get; } = Rule.Of(id, Rule.Reproducibility, severity, title, message);

    /// <summary>Further away; the last argument is the way there.</summary>
    public DiagnosticDescriptor AtEnd { get; } = Rule.Of(
        id, Rule.Reproducibility, severity, title, message + " Training gets here by {9}.", WellKnownDiagnosticTags.CompilationEnd);
}
