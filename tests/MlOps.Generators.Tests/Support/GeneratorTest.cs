using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using MlOps.Monitoring;

namespace MlOps.Tests.Support;

/// <summary>Code that a generator meets with our assemblies referenced; what the test expects are diagnostics.</summary>
internal sealed class GeneratorTest<TGenerator> : CSharpSourceGeneratorTest<TGenerator, DefaultVerifier>
    where TGenerator : new()
{
    public GeneratorTest(string source)
    {
        TestCode = source;
        ReferenceAssemblies = new ReferenceAssemblies("none");
        CompilerDiagnostics = CompilerDiagnostics.None;
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck;
        TestState.AdditionalReferences.AddRange(Basic.Reference.Assemblies.Net100.References.All);
        TestState.AdditionalReferences.Add(typeof(TrackedAttribute).Assembly);
        TestState.AdditionalReferences.Add(typeof(Run).Assembly);
        TestState.AdditionalReferences.Add(typeof(ContentHash).Assembly);
        TestState.AdditionalReferences.Add(typeof(DriftDetector).Assembly);
    }
}
