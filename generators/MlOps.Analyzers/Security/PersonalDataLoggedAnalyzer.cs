using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Shared;

namespace MlOps.Analyzers.Security;

/// <summary>MLOPS4002: what is known of a person goes into a run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PersonalDataLoggedAnalyzer() : LoggedNameAnalyzer(s_rule, PersonalNames.Words)
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS4002",
        Rule.Security,
        DiagnosticSeverity.Warning,
        "Personal data is logged",
        "{0} looks like personal data, and {1} writes it into the run, which is kept and shared, and from which it is hard to erase. {2}.");

    private protected override bool IsNamed(string name, ImmutableHashSet<string> words) => PersonalNames.IsPersonal(name, words);

    private protected override bool CanHold(ITypeSymbol type, string name) => PersonalNames.CanHold(type, name);
}
