using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using MlOps.Generators.Monitoring;
using MlOps.Tests.Support;

namespace MlOps.Tests.Monitoring;

/// <summary>What cannot be monitored is told at the attribute or where it is declared; {| |} marks where.</summary>
public sealed class MonitoredDiagnosticsTests
{
    private const string Usings = "using MlOps; using System; using System.Collections.Generic; using System.Threading.Tasks;\n";

    [Theory]
    [InlineData("[{|#0:Monitored|}] class C<T> { public int P; }", "'C<T>' cannot be monitored: 'C' is generic, and each of its types would have other columns. Monitor a type that is not generic.")]
    [InlineData("class C { [{|#0:Monitored|}] private record D(int P); }", "'C.D' cannot be monitored: generated code cannot see 'D'. Make 'D' internal or public.")]
    [InlineData("[{|#0:Monitored|}] file record C(int P);", "'C' cannot be monitored: generated code cannot see 'C'. Make 'C' internal or public.")]
    [InlineData("[{|#0:Monitored|}] static class C { }", "'C' cannot be monitored: it is static and holds no values. Monitor the type of the values.")]
    [InlineData("[{|#0:Monitored|}] ref struct C { public int P; }", "'C' cannot be monitored: it only lives on the stack. Monitor a type that can be kept in a list.")]
    [InlineData("[{|#0:Monitored|}] class C : List<int> { }", "'C' cannot be monitored: it is a collection, or something to be disposed of. Monitor the type of its elements.")]
    [InlineData("[{|#0:Monitored|}] class C { int p; [NotMonitored] public int Q => p; }", "'C' cannot be monitored: nothing in it can be a column. Monitor what has public numbers, texts or enums.")]
    [InlineData("class C { [Tracked, {|#0:Monitored|}] int M(int x) => x; }", "'C.M(int)' cannot be monitored: it is [Tracked] as well, and a call is either a run or a prediction. Track the method that trains, and monitor the one that predicts.")]
    [InlineData("abstract class C { [{|#0:Monitored|}] public abstract int M(int x); }", "'C.M(int)' cannot be monitored: it is abstract. Put [Monitored] on the methods that implement it.")]
    [InlineData("class C { [{|#0:Monitored|}] IEnumerable<int> M(int x) { yield return x; } }", "'C.M(int)' cannot be monitored: it is an iterator, whose code runs after the call. Monitor the method that enumerates it.")]
    [InlineData("class C { [{|#0:Monitored|}] async void M(int x) { await Task.Yield(); } }", "'C.M(int)' cannot be monitored: it is async void, so nobody can tell when it ends. Return Task instead.")]
    [InlineData("class C { [{|#0:Monitored|}] T M<T>(T x) => x; }", "'C.M<T>(T)' cannot be monitored: it is generic, and each of its methods would have other columns. Monitor a method that is not generic.")]
    [InlineData("class C { int a; [{|#0:Monitored|}] ref int M(int x) => ref a; }", "'C.M(int)' cannot be monitored: it returns a reference. Return the value.")]
    [InlineData("class C { record D(int A); [{|#0:Monitored|}] private int M(D x) => 1; }", "'C.M(C.D)' cannot be monitored: generated code cannot see 'D'. Make 'D' internal or public.")]
    [InlineData("class C { void N(int y) { M(1); [{|#0:Monitored|}] int M(int x) => x + y; } }", "'M' cannot be monitored: it is a local function that may use variables around it. Make it static.")]
    [InlineData("class C { [{|#0:Monitored(Name = \" \")|}] int M(int x) => x; }", "'C.M(int)' cannot be monitored: its monitor would have an empty name. Give it one, or leave Name out.")]
    [InlineData("class C { [{|#0:Monitored|}] void M() { } }", "'C.M()' cannot be monitored: nothing in it can be a column. Monitor what has public numbers, texts or enums.")]
    public Task WhatCannotBeMonitoredIsRefused(string source, string message) => Verify("MLOPS7001", DiagnosticSeverity.Error, source, message);

    [Theory]
    [InlineData("[Monitored] class C { public int A; public float[]? {|#0:P|}; }", "'P' is no column of what is monitored: 'float[]?' is neither a number, a text, an enum nor a record of these.")]
    [InlineData("[Monitored] class C { public int A; public DateTime {|#0:P|} { get; } }", "'P' is no column of what is monitored: 'DateTime' is neither a number, a text, an enum nor a record of these.")]
    [InlineData("[Monitored] class C { public int A; public C? {|#0:P|} { get; } }", "'P' is no column of what is monitored: 'C' contains itself.")]
    [InlineData("[Monitored] record A(B P, int N); record B(C P); record C(D P); record D(E {|#0:P|}); record E(int P);", "'P' is no column of what is monitored: it lies deeper than 4 levels.")]
    [InlineData("class C { [Monitored] int M(int age, float[] {|#0:pixels|}) => 1; }", "'pixels' is no column of what is monitored: 'float[]' is neither a number, a text, an enum nor a record of these.")]
    public Task WhatIsLeftOutIsTold(string source, string message) =>
        Verify("MLOPS7002", DiagnosticSeverity.Info, source, message + " Say that it is meant to be left out with [NotMonitored].");

    [Theory]
    [InlineData("[Monitored] record C(int Age, [property: Feature(\"age\")] int {|#0:Years|});", "'Age' and 'Years' would both be the column 'age'.")]
    [InlineData("record R(int Prediction); class C { [Monitored] int {|#0:M|}(R row) => 1; }", "'Prediction' and 'M' would both be the column 'prediction'.")]
    public Task TwoColumnsOfOneNameAreRefused(string source, string message) =>
        Verify("MLOPS7003", DiagnosticSeverity.Error, source, message + " Name one of them, such as [Feature(\"…\")].");

    [Theory]
    [InlineData("Rows = 0", "'Rows' of a window is 0. Give more than 0.")]
    [InlineData("Minutes = -1.5", "'Minutes' of a window is -1.5. Give more than 0.")]
    public Task AWindowThatMeansNothingIsRefused(string option, string message) =>
        Verify("MLOPS7004", DiagnosticSeverity.Error, $"class C {{ [{{|#0:Monitored({option})|}}] int M(int x) => x; }}", message);

    [Fact]
    public Task ASettingOnATypeIsTold() => Verify(
        "MLOPS7005",
        DiagnosticSeverity.Warning,
        "[{|#0:Monitored(Rows = 500)|}] record C(int A);",
        "'Rows' of [Monitored] has no effect on a type: it is of the monitor that a method has. Give it to the MonitorOptions of the Monitor<C>, or leave it out.");

    [Fact]
    public void AProjectWithoutTheLibraryIsTold()
    {
        var compilation = GeneratorHost.Compile(Usings + "[Monitored] record C(int A);");
        compilation = compilation.RemoveReferences(compilation.References.Single(static reference => reference.Display!.EndsWith("MlOps.Monitoring.dll", StringComparison.Ordinal)));
        var result = MonitoredHost.Of(GeneratorHost.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken));
        Assert.Contains("does not reference MlOps.Monitoring", Assert.Single(result.Diagnostics).GetMessage(), StringComparison.Ordinal);
        Assert.Empty(result.GeneratedSources);
    }

    [Fact]
    public async Task APragmaSilencesThem() =>
        await new GeneratorTest<MonitoredGenerator>(Usings + "#pragma warning disable MLOPS7001, MLOPS7002, MLOPS7003\n[Monitored] class C<T> { } [Monitored] record D(int A, object B);").RunAsync(TestContext.Current.CancellationToken);

    private static async Task Verify(string id, DiagnosticSeverity severity, string source, string message)
    {
        var test = new GeneratorTest<MonitoredGenerator>(Usings + source);
        test.ExpectedDiagnostics.Add(new DiagnosticResult(id, severity).WithLocation(0).WithMessage(message));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
