using Rule = MlOps.Tests.Support.Rule<MlOps.Generators.Analyzers.SilentRunAnalyzer>;

namespace MlOps.Tests.Tracking;

public sealed class SilentRunTests
{
    [Theory]
    [InlineData("class C { [Tracked] void {|MLOPS1011:Train|}() { } }")]
    [InlineData("class C { [Tracked] async Task {|MLOPS1011:Train|}(float[] data, CancellationToken token) { await Task.Delay(1, token); Console.WriteLine(data.Length); } }")]
    [InlineData("class C { [Tracked] float[] {|MLOPS1011:Train|}(float[] data) => Scale(data); float[] Scale(float[] data) => [.. data.Select(x => x * 2)]; }")]
    [InlineData("class C { [Tracked] void {|MLOPS1011:Train|}() => A(); void A() => B(); void B() { A(); } }")]
    [InlineData("class C { [Tracked] void {|MLOPS1011:Train|}([NotLogged] int epochs) { } }")]
    [InlineData("class C { int Count { get; set; } [Tracked] void {|MLOPS1011:Train|}() { Count = 1; var other = new C(); } }")]
    [InlineData("class C { void M() { [Tracked] static void {|MLOPS1011:Train|}() { } Train(); } }")]
    [InlineData("class C { [Tracked] void {|MLOPS1011:Train|}(Microsoft.ML.IDataView data) { var p = new Microsoft.ML.MLContext(1).Data.FilterRowsByMissingValues(data, \"x\"); } }")]
    public Task RunsThatSayNothingAreFound(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("class C { [Tracked] void Train(int epochs) { } }")]
    [InlineData("class C { [Tracked] double Train() => 1; }")]
    [InlineData("class C { [Tracked] Task<(double Loss, string Name)> Train() => Task.FromResult((1.0, \"\")); }")]
    [InlineData("class C { [Tracked] void Train() { Run.Current.Log(\"loss\", 1); } }")]
    [InlineData("class C { [Tracked] void Train() => Report(); void Report() => Run.Current.Log(\"loss\", 1); }")]
    [InlineData("class C { [Tracked] void Train(Dataset data) { } }")] // An input.
    [InlineData("[Versioned] record Row(int A); class C { [Tracked] void Train(List<Row> rows) { } }")]
    [InlineData("class C { [Tracked] void Train() { var path = Datasets.Iris.Path; } }")]
    [InlineData("class C { [Tracked] void Train() { Fold(); } [Tracked] double Fold() => 1; }")] // A run of runs.
    [InlineData("interface ITrainer { void Train(); } class C { [Tracked] void Train(ITrainer trainer) => trainer.Train(); }")] // Who knows what it does?
    [InlineData("class C { [Tracked] void Train(Action<int> report) => report(1); }")]
    [InlineData("class C { protected virtual void Report() { } [Tracked] void Train() => Report(); }")]
    [InlineData("class Logger { public Logger() { Run.Current.Log(\"loss\", 1); } } class C { [Tracked] void Train() { new Logger(); } }")]
    [InlineData("class C { double Loss { set => Run.Current.Log(\"loss\", value); } [Tracked] void Train() { Loss = 1; } }")]
    [InlineData("class C { void Train() { } }")] // Not tracked.
    [InlineData("class C {\n#pragma warning disable MLOPS1011\n[Tracked] void Train() { } }")]
    public Task OthersAreNot(string source) => Rule.Finds(source);
}
