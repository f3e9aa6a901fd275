using Rule = MlOps.Tests.Support.Rule<MlOps.Generators.Analyzers.RunWithoutCallerAnalyzer>;

namespace MlOps.Tests.Tracking;

public sealed class RunWithoutCallerTests
{
    [Theory]
    [InlineData("/* program */ {|MLOPS1012:Run.Current|}.Log(\"loss\", 1);")]
    [InlineData("/* program */ await Task.Delay(1); if (args.Length > 0) { {|MLOPS1012:Run.Current|}.LogParam(\"arg\", args[0]); }")]
    [InlineData("/* program */ class Program { static void Main() { var run = {|MLOPS1012:Run.Current|}; run.Log(\"loss\", 1); } }")]
    [InlineData("/* program */ class Program { static async Task<int> Main(string[] args) { await Task.Yield(); {|MLOPS1012:Run.Current|}.Log(\"loss\", 1); return 0; } }")]
    [InlineData("class C { static C() { {|MLOPS1012:Run.Current|}.Log(\"loss\", 1); } }")]
    [InlineData("class C { static readonly Run s_run = {|MLOPS1012:Run.Current|}; }")]
    [InlineData("class C { static Run Shared { get; } = {|MLOPS1012:Run.Current|}; }")]
    [InlineData("static class C { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Init() => {|MLOPS1012:Run.Current|}.Log(\"loss\", 1); }")]
    public Task WhereNoRunCanBeItIsFound(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("class C { void M() => Run.Current.Log(\"loss\", 1); }")] // Somebody tracked may call it.
    [InlineData("class C { C() => Run.Current.Log(\"loss\", 1); readonly Run _run = Run.Current; }")] // A tracked method may make one.
    [InlineData("class C { static Run Now => Run.Current; static Run Later() => Run.Current; }")]
    [InlineData("class C { static readonly Action<double> s_log = loss => Run.Current.Log(\"loss\", loss); }")]
    [InlineData("class C { static readonly Lazy<Run> s_run = new(() => Run.Current); }")]
    [InlineData("/* program */ using var run = Run.Start(); Run.Current.Log(\"loss\", 1);")]
    [InlineData("/* program */ using (Run.Start()) { Run.Current.Log(\"loss\", 1); }")]
    [InlineData("/* program */ Train(loss => Run.Current.Log(\"loss\", loss)); static void Train(Action<double> report) { using var run = Run.Start(); report(1); }")]
    [InlineData("/* program */ Train(); [Tracked] static void Train() => Run.Current.Log(\"loss\", 1);")]
    [InlineData("/* program */ class Program { [Tracked] static void Main() => Run.Current.Log(\"loss\", 1); }")]
    [InlineData("class Program { static void Main() => Run.Current.Log(\"loss\", 1); }")] // A library's Main is nothing special.
    [InlineData("class Run { public static Run Current => new(); } class C { static readonly Run s_run = Run.Current; }")]
    [InlineData("class C {\n#pragma warning disable MLOPS1012\nstatic readonly Run s_run = Run.Current; }")]
    public Task ElsewhereItIsNot(string source) => Rule.Finds(source);
}
