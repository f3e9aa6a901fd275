using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using MlOps.Generators.Analyzers;
using MlOps.Generators.CodeFixes;

namespace MlOps.Tests.Tracking;

/// <summary>What a fix makes of the code; {| |} marks where the rule complains.</summary>
public sealed class TrackedCodeFixTests
{
    [Theory]
    [InlineData("class C { private class D; [{|MLOPS1002:Tracked|}] void M(D d) { } }", "partial class C { private class D; [Tracked] void M(D d) { } }")]
    [InlineData("// Outer.\ninternal static class C { // Inner.\n class D { [{|MLOPS1002:Tracked|}] void M() { } } }", "// Outer.\ninternal static partial class C { // Inner.\n partial class D { [Tracked] void M() { } } }")]
    [InlineData("record C { private record struct D; [{|MLOPS1002:Tracked|}] System.Collections.Generic.List<D[]> M() => new(); }", "partial record C { private record struct D; [Tracked] System.Collections.Generic.List<D[]> M() => new(); }")]
    public Task TypesAroundAPrivateOneAreMadePartial(string source, string @fixed) =>
        Check<TypeMustBePartialAnalyzer, MakeTypePartialCodeFix>(source, @fixed);

    [Theory]
    [InlineData("class C { void M() { [{|MLOPS1003:Tracked|}] void L() { } } }", "class C { void M() { [Tracked] static void L() { } } }")]
    [InlineData("class C { void M() {\n [{|MLOPS1003:Tracked|}]\n // Why.\n async System.Threading.Tasks.Task L() { } } }", "class C { void M() {\n [Tracked]\n // Why.\n static async System.Threading.Tasks.Task L() { } } }")]
    public Task ALocalFunctionIsMadeStatic(string source, string @fixed) =>
        Check<LocalFunctionMustBeStaticAnalyzer, MakeLocalFunctionStaticCodeFix>(source, @fixed);

    private static Task Check<TAnalyzer, TFix>(string source, string @fixed)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider, new()
    {
        const string Usings = "using MlOps;\n";
        var test = new CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
        {
            TestCode = Usings + source,
            FixedCode = Usings + @fixed,
            ReferenceAssemblies = new ReferenceAssemblies("none"),
            CompilerDiagnostics = CompilerDiagnostics.None,
        };
        test.TestState.AdditionalReferences.AddRange(Basic.Reference.Assemblies.Net100.References.All);
        test.TestState.AdditionalReferences.Add(typeof(TrackedAttribute).Assembly);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
