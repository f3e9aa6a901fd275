using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Generators.Diagnostics;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS1003: a tracked local function must capture nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LocalFunctionMustBeStaticAnalyzer() : TrackedMethodAnalyzer(TrackingRules.LocalFunctionMustBeStatic);
