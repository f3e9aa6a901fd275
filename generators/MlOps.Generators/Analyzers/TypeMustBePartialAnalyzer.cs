using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Generators.Diagnostics;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS1002: a tracked method with private types around it or in its signature needs partial types.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TypeMustBePartialAnalyzer() : TrackedMethodAnalyzer(TrackingRules.TypeMustBePartial);
