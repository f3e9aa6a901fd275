using Rule = MlOps.Tests.Support.Rule<MlOps.Generators.Analyzers.LogAfterEndAnalyzer>;

namespace MlOps.Tests.Tracking;

public sealed class LogAfterEndTests
{
    [Theory]
    [InlineData("run.Finish(); {|MLOPS1014:run.Log(\"loss\", 1)|};")]
    [InlineData("run.Dispose(); {|MLOPS1014:run.LogParam(\"lr\", 1)|};")]
    [InlineData("run.End(RunStatus.Failed); {|MLOPS1014:run.LogResult(\"f1\", 1.0)|};")]
    [InlineData("try { } catch (Exception error) { run.Fail(error); {|MLOPS1014:run.Log(\"loss\", 1)|}; throw; }")]
    [InlineData("using (run) { run.Log(\"loss\", 1); } {|MLOPS1014:run.Log(\"loss\", 1)|};")]
    [InlineData("using (run = Run.Start()) { run.Log(\"loss\", 1); } {|MLOPS1014:run.Log(\"loss\", 1)|};")]
    [InlineData("run.Finish(); if (DateTime.Now.Year > 1) { {|MLOPS1014:run.Log(\"loss\", 1)|}; }")]
    [InlineData("run.Finish(); foreach (var x in new[] { 1, 2 }) { {|MLOPS1014:run.Log(\"loss\", x)|}; }")]
    [InlineData("if (DateTime.Now.Year > 1) { run.Finish(); {|MLOPS1014:run.Log(\"loss\", 1)|}; }")]
    [InlineData("try { run.Log(\"loss\", 1); } finally { run.Finish(); } {|MLOPS1014:run.Log(\"loss\", 1)|};")]
    public Task WhatComesAfterTheEndIsFound(string body) => Rule.Finds($$"""class C { void M() { var run = Run.Start(); {{body}} } }""");

    [Fact]
    public Task SoItIsWithTheRunOfAParameter() => Rule.Finds("class C { void M(Run run) { run.Finish(); {|MLOPS1014:run.Log(\"loss\", 1)|}; } }");

    [Theory]
    [InlineData("run.Log(\"loss\", 1); run.Finish();")]
    [InlineData("if (DateTime.Now.Year > 1) { run.Finish(); } else { run.Log(\"loss\", 1); }")]
    [InlineData("if (DateTime.Now.Year > 1) { run.Finish(); return; } run.Log(\"loss\", 1);")]
    [InlineData("run.Finish(); run = Run.Start(); run.Log(\"loss\", 1);")]
    [InlineData("run.Finish(); Next(out run); run.Log(\"loss\", 1);")]
    [InlineData("var other = Run.Start(); other.Finish(); run.Log(\"loss\", 1);")] // Another run.
    [InlineData("using (var inner = Run.Start()) { } run.Log(\"loss\", 1);")]
    [InlineData("run.End(RunStatus.Running); run.Log(\"loss\", 1);")] // Ends nothing.
    [InlineData("run.Finish(); run.SetTag(\"model\", \"7\"); run.LogText(\"report.txt\", \"\");")] // Said of a finished run on purpose.
    [InlineData("run.Finish(); Console.WriteLine(run.Name);")]
    [InlineData("run.Finish(); again: run.Log(\"loss\", 1); if (DateTime.Now.Year > 1) goto again;")]
    [InlineData("using var ended = run; run.Log(\"loss\", 1);")]
    [InlineData("run.Finish();\n#pragma warning disable MLOPS1014\nrun.Log(\"loss\", 1);")]
    [InlineData("try { run.Log(\"loss\", 1); } finally { Console.WriteLine(); } run.Log(\"loss\", 1);")]
    [InlineData("try { } catch (Exception error) { run.Fail(error); throw; } run.Log(\"loss\", 1);")]
    [InlineData("try { } finally { if (DateTime.Now.Year > 1) { run.Finish(); } } run.Log(\"loss\", 1);")] // Perhaps.
    public Task OtherOrdersAreNot(string body) => Rule.Finds($$"""class C { void M() { var run = Run.Start(); {{body}} } static void Next(out Run run) => run = Run.Start(); }""");

    [Fact]
    public Task NorRunsOfSomebodyElse() => Rule.Finds("class Run : IDisposable { public void Log(string n, double v) { } public void Dispose() { } } class C { void M() { var run = new Run(); run.Dispose(); run.Log(\"\", 1); } }");
}
