using Microsoft.CodeAnalysis.Testing;
using MlOps.Generators.Tracking;
using MlOps.Tests.Support;

namespace MlOps.Tests.Tracking;

/// <summary>What cannot be tracked is an error at the attribute; {| |} marks where.</summary>
public sealed class TrackedDiagnosticsTests
{
    [Theory]
    [InlineData("class C<T> { [{|#0:Tracked|}] void M<T>() { } }", "C<T>.M<T>()", "two type parameters around it are called 'T'")]
    [InlineData("file class C { [{|#0:Tracked|}] void M() { } }", "C.M()", "generated code cannot see 'C', which only its file can")]
    [InlineData("file class D; partial class C { [{|#0:Tracked|}] private void M(D d) { } }", "C.M(D)", "generated code cannot see 'D', which only its file can")]
    [InlineData("abstract class C { [{|#0:Tracked|}] protected abstract void M(); }", "C.M()", "it is abstract")]
    [InlineData("interface I { [{|#0:Tracked|}] static abstract void M(); }", "I.M()", "it is abstract")]
    [InlineData("class C { [{|#0:Tracked|}, System.Runtime.InteropServices.DllImport(\"x\")] static extern void M(); }", "C.M()", "it is extern")]
    [InlineData("class C { [{|#0:Tracked|}] async void M() { await Task.Yield(); } }", "C.M()", "it is async void, so nobody can tell when it ends")]
    [InlineData("class C { [{|#0:Tracked|}] IEnumerable<int> M() { yield return 1; } }", "C.M()", "it is an iterator, whose code runs after the call")]
    [InlineData("class C { void M() { [{|#0:Tracked|}] static IEnumerable<int> L() { yield return 1; } } }", "L", "it is an iterator, whose code runs after the call")]
    [InlineData("class C { [{|#0:Tracked|}] async IAsyncEnumerable<int> M() { yield return 1; await Task.Yield(); } }", "C.M()", "it is an iterator, whose code runs after the call")]
    [InlineData("class C { [{|#0:Tracked|}] IAsyncEnumerable<int> M() => null!; }", "C.M()", "what it returns is enumerated after the call")]
    [InlineData("class C { int P { [{|#0:Tracked|}] get => 1; } }", "C.P.get", "it is not an ordinary method")]
    [InlineData("class C { [{|#0:Tracked|}] public static C operator +(C a, C b) => a; }", "C.operator +(C, C)", "it is not an ordinary method")]
    [InlineData("class C { Action a = [{|#0:Tracked|}] () => { }; }", "lambda expression", "it is a lambda expression")]
    [InlineData("class C { void M() { var a = [{|#0:Tracked|}] static () => { }; } }", "lambda expression", "it is a lambda expression")]
    [InlineData("class C { Action a = () => { [{|#0:Tracked|}] static void L() { } L(); }; }", "L", "it is a local function outside any method")]
    [InlineData("static partial class C { [{|#0:Tracked|}] static partial void M(); }", "C.M()", "it is partial and has no code here")]
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
        var test = Test("#pragma warning disable MLOPS1001\nclass C { [Tracked] async void M() { } }");
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("int x", "Q9", false)]
    [InlineData("int x", "X8", true)]
    [InlineData("double? x", "D4", false)]
    [InlineData("double x", "N2", true)]
    [InlineData("double x", "0.000", true)]
    [InlineData("DateTime x", "q", false)]
    [InlineData("DateTime x", "yyyy-MM-dd", true)]
    [InlineData("TimeSpan x", "F", false)]
    [InlineData("Guid x", "N", true)]
    [InlineData("Guid x", "q", false)]
    [InlineData("DayOfWeek x", "Z", false)]
    public void AFormatOfARunNameMustBeOneOfItsType(string parameter, string format, bool isOne)
    {
        var diagnostics = Diagnostics($"class C {{ [Tracked(RunName = \"run {{x:{format}}}\")] static void M({parameter}) {{ }} }}").ToArray();
        Assert.Equal(isOne ? [] : ["MLOPS1005"], diagnostics.Select(static diagnostic => diagnostic.Id));
        Assert.All(diagnostics, diagnostic => Assert.Contains($"has no format '{format}'", diagnostic.GetMessage()));
    }

    [Theory]
    [InlineData("class C { private class D; [Tracked] void M(D d) { } }", "MLOPS1002")]
    [InlineData("class C { void M() { [Tracked] void L() { } } }", "MLOPS1003")]
    public void WhatACodeFixMendsIsSaidByAnAnalyzerAndByTheGeneratorWhereAnalyzersAreOff(string source, string code)
    {
        Assert.Empty(Diagnostics(source));
        Assert.Equal(code, Assert.Single(Diagnostics(source, runAnalyzers: false)).Id);
    }

    private static GeneratorTest<TrackedGenerator> Test(string source) => new(Usings + source);

    private static IEnumerable<Microsoft.CodeAnalysis.Diagnostic> Diagnostics(string source, bool runAnalyzers = true) =>
        GeneratorHost.Driver(runAnalyzers).RunGenerators(GeneratorHost.Compile(Usings + source), TestContext.Current.CancellationToken).GetRunResult().Diagnostics;

    private const string Usings = "using MlOps; using System; using System.Collections.Generic; using System.Threading.Tasks;\n";
}
