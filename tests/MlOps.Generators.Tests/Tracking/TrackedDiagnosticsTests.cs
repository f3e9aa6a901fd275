using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using MlOps.Generators.Tracking;

namespace MlOps.Tests.Tracking;

/// <summary>What cannot be tracked is an error at the attribute; {| |} marks where.</summary>
public sealed class TrackedDiagnosticsTests
{
    [Theory]
    [InlineData("struct S { [{|#0:Tracked|}] void M() { } }", "S.M()", "it is declared in a struct, and only methods of classes can be")]
    [InlineData("interface I { [{|#0:Tracked|}] void M() { } }", "I.M()", "it is declared in an interface, and only methods of classes can be")]
    [InlineData("class C<T> { [{|#0:Tracked|}] void M() { } }", "C<T>.M()", "'C' is generic")]
    [InlineData("class C { [{|#0:Tracked|}] void M<T>() { } }", "C.M<T>()", "it is generic")]
    [InlineData("class C { private class D { [{|#0:Tracked|}] void M() { } } }", "C.D.M()", "generated code cannot see 'D'")]
    [InlineData("file class C { [{|#0:Tracked|}] void M() { } }", "C.M()", "generated code cannot see 'C'")]
    [InlineData("abstract class C { [{|#0:Tracked|}] protected abstract void M(); }", "C.M()", "it is abstract")]
    [InlineData("class C { [{|#0:Tracked|}] async void M() { await Task.Yield(); } }", "C.M()", "it is async void, so nobody can tell when it ends")]
    [InlineData("class C { [{|#0:Tracked|}] IEnumerable<int> M() { yield return 1; } }", "C.M()", "it is an iterator, whose code runs after the call")]
    [InlineData("class C { [{|#0:Tracked|}] async IAsyncEnumerable<int> M() { yield return 1; await Task.Yield(); } }", "C.M()", "it is an iterator, whose code runs after the call")]
    [InlineData("class C { [{|#0:Tracked|}] IAsyncEnumerable<int> M() => null!; }", "C.M()", "what it returns is enumerated after the call")]
    [InlineData("class C { [{|#0:Tracked|}] ValueTask M() => default; }", "C.M()", "it returns 'ValueTask'")]
    [InlineData("class C { int x; [{|#0:Tracked|}] ref int M() => ref x; }", "C.M()", "it returns by reference")]
    [InlineData("class C { [{|#0:Tracked|}] void M(ref int a) { } }", "C.M(ref int)", "parameter 'a' is passed by reference")]
    [InlineData("class C { [{|#0:Tracked|}] void M(Span<int> a) { } }", "C.M(Span<int>)", "the type of parameter 'a' is 'Span<int>', which only lives on the stack")]
    [InlineData("class C { [{|#0:Tracked|}] unsafe void M(int* a) { } }", "C.M(int*)", "the type of parameter 'a' is 'int*', which only lives on the stack")]
    [InlineData("class C { private class D; [{|#0:Tracked|}] void M(List<D[]> a) { } }", "C.M(List<C.D[]>)", "generated code cannot see 'D', the type of parameter 'a'")]
    [InlineData("class C { private class D; [{|#0:Tracked|}] D M() => new(); }", "C.M()", "generated code cannot see 'D', its return type")]
    [InlineData("interface I { void M(); } class C : I { [{|#0:Tracked|}] void I.M() { } }", "C.I.M()", "it implements an interface explicitly")]
    [InlineData("class C { int P { [{|#0:Tracked|}] get => 1; } }", "C.P.get", "it is not an ordinary method")]
    [InlineData("class C { [{|#0:Tracked|}] public static C operator +(C a, C b) => a; }", "C.operator +(C, C)", "it is not an ordinary method")]
    [InlineData("class C { void M() { [{|#0:Tracked|}] void Local() { } Local(); } }", "Local", "it is a local function")]
    [InlineData("class C { Action a = [{|#0:Tracked|}] () => { }; }", "lambda expression", "it is a lambda expression")]
    [InlineData("static partial class C { [{|#0:Tracked|}] public static partial void M(); public static partial void M() { } }", "C.M()", "it is partial")]
    [InlineData("class C { [{|#0:Tracked|}] unsafe void M(int*[] a) { } }", "C.M(int*[])", "the type of parameter 'a' is 'int*[]', which only lives on the stack")]
    [InlineData("class MyTask : Task { public MyTask() : base(() => { }) { } } class C { [{|#0:Tracked|}] MyTask M() => new(); }", "C.M()", "it returns 'MyTask', whose end generated code cannot wait for")]
    [InlineData("class C { [{|#0:Tracked|}, System.Runtime.InteropServices.UnmanagedCallersOnly] static void M() { } }", "C.M()", "only native code may call it")]
    public async Task WhatCannotBeTrackedIsAnErrorAtTheAttribute(string source, string name, string reason)
    {
        var test = Test(source);
        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerError("MLOPS1001").WithLocation(0).WithMessage(null));
        await test.RunAsync(TestContext.Current.CancellationToken);

        var message = Assert.Single(Diagnostics(source.Replace("{|#0:", "").Replace("|}", ""))).GetMessage();
        Assert.StartsWith($"'{name}' cannot be tracked: {reason}. ", message);
        Assert.EndsWith(".", message);
    }

    [Fact]
    public async Task APragmaSilencesTheError()
    {
        var test = Test("#pragma warning disable MLOPS1001\nclass C { [Tracked] void M<T>() { } }");
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static CSharpSourceGeneratorTest<TrackedGenerator, DefaultVerifier> Test(string source)
    {
        var test = new CSharpSourceGeneratorTest<TrackedGenerator, DefaultVerifier>
        {
            TestCode = Usings + source,
            ReferenceAssemblies = new ReferenceAssemblies("none"),
            CompilerDiagnostics = CompilerDiagnostics.None,
            TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck,
        };
        test.TestState.AdditionalReferences.AddRange(Basic.Reference.Assemblies.Net100.References.All);
        test.TestState.AdditionalReferences.Add(typeof(TrackedAttribute).Assembly);
        test.TestState.AdditionalReferences.Add(typeof(Run).Assembly);
        return test;
    }

    private static IEnumerable<Microsoft.CodeAnalysis.Diagnostic> Diagnostics(string source) =>
        Support.GeneratorHost.Driver().RunGenerators(Support.GeneratorHost.Compile(Usings + source), TestContext.Current.CancellationToken).GetRunResult().Diagnostics;

    private const string Usings = "using MlOps; using System; using System.Collections.Generic; using System.Threading.Tasks;\n";
}
