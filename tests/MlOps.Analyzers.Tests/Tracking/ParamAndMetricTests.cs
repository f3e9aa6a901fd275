using Rule = MlOps.Tests.Support.Rule<MlOps.Generators.Analyzers.ParamAndMetricAnalyzer>;

namespace MlOps.Tests.Tracking;

public sealed class ParamAndMetricTests
{
    private const string Epoch = " [Metrics] record struct Epoch(double Loss, double Rate); record Options(double Rate); ";

    [Theory]
    [InlineData("class C { void M(Run run) { run.LogParam(\"lr\", 1); {|MLOPS1010:run.Log(\"lr\", 1)|}; } }")]
    [InlineData("class C { void M(Run run) { {|MLOPS1010:run.LogResult(\"lr\", 1.0)|}; run.LogParam(key: \"lr\", value: 1); } }")]
    [InlineData("class C { const string Rate = \"lr\"; void M(Run run) { run.LogParam(Rate, 1); {|MLOPS1010:run.Log(Rate, 1)|}; } }")]
    [InlineData("class C { void M(Run run) { run.LogParam(\"lr\", 1); new[] { 1 }.ToList().ForEach(x => {|MLOPS1010:run.Log(\"lr\", x)|}); } }")]
    [InlineData("class C { [Tracked] void Train(double learningRate) { {|MLOPS1010:Run.Current.Log(\"learning_rate\", learningRate)|}; } }")] // A parameter's key.
    [InlineData("class C { [Tracked] void Train(Options options) { {|MLOPS1010:Run.Current.Log(\"options.rate\", 1)|}; } }")]
    [InlineData("class C { [Tracked] void Train(double loss) { {|MLOPS1010:Run.Current.Log(new Epoch(1, 2))|}; } }")]
    [InlineData("class C { void M() { [Tracked] static void Train(int epochs) { {|MLOPS1010:Run.Current.LogResult(\"epochs\", 3.0)|}; } Train(1); } }")]
    public Task ANameWithTwoMeaningsIsFound(string source) => Rule.Finds(source + Epoch);

    [Theory]
    [InlineData("class C { void M(Run run) { run.LogParam(\"lr\", 1); run.Log(\"loss\", 1); } }")]
    [InlineData("class C { void M(Run run) { run.LogParam(\"lr\", 1); run.Log(\"LR\", 1); } }")]
    [InlineData("class C { void M(Run run, string name) { run.LogParam(\"lr\", 1); run.Log(name, 1); } }")]
    [InlineData("class C { void A(Run run) { run.LogParam(\"lr\", 1); } void B(Run run) { run.Log(\"lr\", 1); } }")] // Perhaps other runs.
    [InlineData("class C { void M(Run run) { run.SetTag(\"lr\", 1); run.Log(\"lr\", 1); } }")] // A tag.
    [InlineData("class C { void M(Run run) { run.Log(\"lr\", 1, step: 1); run.LogResult(\"lr\", 1.0); } }")] // Two metrics of one name: steps, and the result.
    [InlineData("class C { void Train(double lr) { Run.Current.Log(\"lr\", lr); } }")] // Not tracked.
    [InlineData("class C { [Tracked] void Train([NotLogged] double lr) { Run.Current.Log(\"lr\", lr); } }")]
    [InlineData("class C { [Tracked] void Train(double[] loss) { Run.Current.Log(\"loss\", loss[0]); } }")] // No param.
    [InlineData("class C { [Tracked] void Train(Options options) { Run.Current.Log(new Epoch(1, 2)); } }")] // options.rate and rate.
    [InlineData("class Run { public void LogParam(string k, int v) { } public void Log(string k, int v) { } } class C { void M(Run run) { run.LogParam(\"lr\", 1); run.Log(\"lr\", 1); } }")]
    [InlineData("class C { void M(Run run) { run.LogParam(\"lr\", 1);\n#pragma warning disable MLOPS1010\nrun.Log(\"lr\", 1); } }")]
    public Task NamesWithOneMeaningAreNot(string source) => Rule.Finds(source + Epoch);
}
