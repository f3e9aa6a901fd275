using Rule = MlOps.Tests.Support.Rule<MlOps.Generators.Analyzers.MlflowNameAnalyzer>;

namespace MlOps.Tests.Tracking;

public sealed class MlflowNameTests
{
    [Theory]
    [InlineData("run.Log({|MLOPS1007:\"loss (train)\"|}, 1);")]
    [InlineData("run.Log({|MLOPS1007:\"loss:train\"|}, 1, step: 2);")] // Some servers take it, others do not.
    [InlineData("run.LogResult({|MLOPS1007:\"map@10\"|}, 0.5);")]
    [InlineData("run.LogResult({|MLOPS1007:\"map@10\"|}, (double?)0.5);")]
    [InlineData("run.LogParam({|MLOPS1007:\"\"|}, 1);")]
    [InlineData("run.LogParam(value: 1, key: {|MLOPS1007:\"../lr\"|});")]
    [InlineData("run.SetTag({|MLOPS1007:\"team=vision\"|}, \"x\");")]
    [InlineData("run.SetTag({|MLOPS1007:\"team#1\"|}, 5);")]
    [InlineData("const string Name = \"a//b\"; run.Log({|MLOPS1007:Name|}, 1);")]
    [InlineData("Run.Current.Log({|MLOPS1007:\"loss\" + \"%\"|}, 1);")]
    public Task ANameThatMlflowRefusesIsFound(string body) => Rule.Finds($"class C {{ void M(Run run) {{ {body} }} }}");

    [Theory]
    [InlineData("record Options([{|MLOPS1007:Param(\"lr (initial)\")|}] double Rate);")]
    [InlineData("class Options { [{|MLOPS1007:Param(\"lr%\")|}] public double Rate { get; set; } [{|MLOPS1007:Param(\"\")|}] public int Size; }")]
    [InlineData("class C { [{|MLOPS1007:Tracked(Experiment = \"\")|}] void Train() { } [{|MLOPS1007:Tracked(Experiment = \" \")|}] void Test() { } }")]
    public Task SoIsOneOnAMember(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("run.Log(\"loss\", 1);")]
    [InlineData("run.Log(\"val/loss_2 - top.5\", 1);")]
    [InlineData("run.Log(\"потеря\", 1);")] // Letters of any language.
    [InlineData("run.SetTag(\"mlflow.note.content\", \"x: y (z)\");")]
    [InlineData("run.SetNote(\"a: b\"); run.LogText(\"a b.txt\", \"x: y\"); run.LogParam(\"lr\", \"1:2\");")] // Texts, not names.
    [InlineData("run.Log(name, 1);")] // Nobody knows.
    [InlineData("run.Log(new Epoch(1));")]
    [InlineData("other.Log(\"loss: train\", 1);")]
    [InlineData("\n#pragma warning disable MLOPS1007\nrun.Log(\"loss: train\", 1);\n")]
    public Task OthersAreNot(string body) => Rule.Finds(
        $"[Metrics] record struct Epoch(double Loss); class Other {{ public void Log(string text, int level) {{ }} }} class C {{ void M(Run run, string name, Other other) {{ {body} }} }}");

    [Theory]
    [InlineData("[Metrics] record struct Epoch([Param(\"loss:\")] double Loss);")]
    [InlineData("[Metrics] class Epoch { [Param(\"loss:\")] public double Loss => 1; }")]
    [InlineData("class C { [Tracked] void Train([Param(\"lr:\")] double rate) { } }")]
    public Task WhatTheGeneratorReportsIsNotReportedTwice(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("record Options([Param(\"lr\")] double Rate);")]
    [InlineData("class ParamAttribute(string name) : Attribute { public string Name => name; } class O { [global::ParamAttribute(\"a:b\")] public int Size; }")] // Somebody else's.
    [InlineData("class C { [Tracked(Experiment = \"houses: (all)\")] void Train() { } [Tracked] void Test() { } }")] // Of an experiment anything goes.
    public Task GoodNamesOnMembersAreNot(string source) => Rule.Finds(source);
}
