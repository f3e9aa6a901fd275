using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Leakage.LabelInFeaturesAnalyzer>;

namespace MlOps.Tests.Leakage;

public sealed class LabelInFeaturesTests
{
    private const string Label = "{|MLOPS2043:\"Label\"|}";

    [Theory]
    [InlineData($"ml.Transforms.Concatenate(\"Features\", \"a\", {Label}).Append(ml.Regression.Trainers.Sdca());")]
    [InlineData($"var prepare = ml.Transforms.Concatenate(\"Features\", {Label}, \"a\"); var trainer = ml.Regression.Trainers.Sdca(); var all = prepare.Append(trainer);")]
    [InlineData("ml.Transforms.Concatenate(\"Features\", \"a\", {|MLOPS2043:\"Price\"|}).Append(ml.Regression.Trainers.FastTree(labelColumnName: \"Price\"));")]
    [InlineData("ml.Transforms.Concatenate(\"Features\", nameof(R.Size), {|MLOPS2043:nameof(R.Price)|}).Append(ml.Regression.Trainers.FastTree(nameof(R.Price)));")]
    [InlineData("ml.Transforms.CopyColumns(\"Label\", \"Price\").Append(ml.Transforms.Concatenate(\"Features\", \"a\", {|MLOPS2043:\"Price\"|})).Append(ml.Regression.Trainers.Sdca());")]
    [InlineData("ml.Transforms.Conversion.MapValueToKey(\"Label\", \"Species\").Append(ml.Transforms.Concatenate(\"Features\", \"a\", {|MLOPS2043:\"Species\"|})).Append(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy());")]
    [InlineData("ml.Transforms.Conversion.MapValueToKey(\"Key\", \"Label\").Append(ml.Transforms.Concatenate(\"Features\", \"a\", {|MLOPS2043:\"Key\"|})).Append(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy());")]
    [InlineData($"ml.Transforms.Concatenate(\"Numbers\", \"a\", {Label}).Append(ml.Transforms.Concatenate(\"Features\", \"Numbers\", \"b\")).Append(ml.Regression.Trainers.Sdca());")]
    [InlineData($"ml.Transforms.Concatenate(\"Raw\", \"a\", {Label}).Append(ml.Transforms.NormalizeMinMax(\"Features\", \"Raw\")).Append(ml.Regression.Trainers.Sdca());")]
    [InlineData("var columns = new[] { \"a\", \"Label\" }; ml.Transforms.{|MLOPS2043:Concatenate|}(\"Features\", columns).Append(ml.Regression.Trainers.Sdca());")]
    [InlineData("ml.Transforms.Concatenate(\"F\", \"a\", {|MLOPS2043:\"L\"|}).Append(ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { LabelColumnName = \"L\", FeatureColumnName = \"F\" }));")]
    [InlineData($"ml.Transforms.Concatenate(\"Features\", \"a\", {Label}).AppendCacheCheckpoint(ml).Append(ml.MulticlassClassification.Trainers.OneVersusAll(ml.BinaryClassification.Trainers.SdcaLogisticRegression())).Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression());")]
    [InlineData("ml.Transforms.{|MLOPS2043:Concatenate|}(\"Features\", s_all).Append(ml.Regression.Trainers.Sdca());")]
    [InlineData("ml.Transforms.{|MLOPS2043:Concatenate|}(\"Features\", Columns).Append(ml.Regression.Trainers.Sdca());")]
    [InlineData("ml.Transforms.Concatenate(\"Features\", [.. s_good, {|MLOPS2043:\"Label\"|}]).Append(ml.Regression.Trainers.Sdca());")]
    [InlineData("string[] all = [.. s_good, \"Label\"]; ml.Transforms.{|MLOPS2043:Concatenate|}(\"Features\", all).Append(ml.Regression.Trainers.Sdca());")]
    public Task ALabelAmongTheFeaturesIsFound(string body) => Rule.Finds(Method(body));

    [Theory]
    [InlineData("ml.Transforms.Concatenate(\"Features\", \"a\", \"b\").Append(ml.Regression.Trainers.Sdca());")]
    [InlineData("ml.Transforms.Concatenate(\"Features\", \"a\", \"Label\").Append(ml.Regression.Trainers.Sdca(labelColumnName: \"Price\"));")] // Another is learned.
    [InlineData("ml.Transforms.Concatenate(\"Other\", \"a\", \"Label\").Append(ml.Regression.Trainers.Sdca());")] // Nobody learns from it.
    [InlineData("ml.Transforms.Concatenate(\"Features\", \"a\", \"Label\").Append(ml.Clustering.Trainers.KMeans());")] // There is nothing to predict.
    [InlineData("ml.Transforms.Concatenate(\"Label\", \"a\", \"b\").Append(ml.Regression.Trainers.Sdca());")]
    [InlineData("ml.Transforms.Concatenate(\"Features\", \"a\", \"Label\");")]
    [InlineData("ml.Transforms.Concatenate(\"Features\", s_good).Append(ml.Regression.Trainers.Sdca());")]
    [InlineData("ml.Transforms.Concatenate(\"Features\", Set).Append(ml.Regression.Trainers.Sdca());")] // Anybody sets it.
    [InlineData("var x = ml.Transforms.Concatenate(\"Features\", \"a\", \"Price\").Append(ml.Regression.Trainers.Sdca(\"Size\")); var y = ml.Transforms.Concatenate(\"Features\", \"a\", \"Size\").Append(ml.Regression.Trainers.Sdca(\"Price\"));")] // Two pipelines.
    [InlineData("ml.Transforms.Concatenate(\"Features\", \"a\", \"Label\").Append(ml.Regression.Trainers.Sdca(Name()));")] // Unknown.
    [InlineData("var o = new SdcaRegressionTrainer.Options(); o.LabelColumnName = \"L\"; ml.Transforms.Concatenate(\"Features\", \"a\", \"Label\").Append(ml.Regression.Trainers.Sdca(o));")]
    [InlineData("ml.Transforms.CopyColumns(\"Copy\", \"a\").Append(ml.Transforms.Concatenate(\"Features\", \"Copy\", \"a\")).Append(ml.Regression.Trainers.Sdca());")]
    [InlineData("\n#pragma warning disable MLOPS2043\n ml.Transforms.Concatenate(\"Features\", \"a\", \"Label\").Append(ml.Regression.Trainers.Sdca());")]
    public Task OthersAreNot(string body) => Rule.Finds(Method(body));

    [Theory]
    [InlineData(
        $"ml.Transforms.Concatenate(\"Features\", \"a\", {Label}).Append(ml.Regression.Trainers.Sdca()); ml.Transforms.Concatenate(\"Features\", {Label}, \"a\").Append(ml.Regression.Trainers.Sdca());",
        "ml.Transforms.Concatenate(\"Features\", \"a\").Append(ml.Regression.Trainers.Sdca()); ml.Transforms.Concatenate(\"Features\", \"a\").Append(ml.Regression.Trainers.Sdca());")]
    [InlineData($"ml.Transforms.Concatenate(\"Features\", new[] {{ \"a\", {Label}, \"b\" }}).Append(ml.Regression.Trainers.Sdca());", "ml.Transforms.Concatenate(\"Features\", new[] { \"a\", \"b\" }).Append(ml.Regression.Trainers.Sdca());")]
    [InlineData($"ml.Transforms.Concatenate(\"Features\", [\"a\", {Label}]).Append(ml.Regression.Trainers.Sdca());", "ml.Transforms.Concatenate(\"Features\", [\"a\"]).Append(ml.Regression.Trainers.Sdca());")]
    public Task TheFixLeavesItOut(string source, string @fixed) => Rule.Fixes<RemoveFeatureCodeFix>(Method(source), Method(@fixed));

    private static string Method(string body) =>
        $"using Microsoft.ML; using Microsoft.ML.Trainers; class R {{ public float Size, Price; }} class C {{ static readonly string[] s_all = {{ \"a\", \"Label\" }}; static readonly string[] s_good = [\"a\"]; static string[] Columns => [\"a\", nameof(Label)]; static int Label; public string[] Set {{ get; set; }} = [\"a\", \"Label\"]; static string Name() => \"\"; void Train(MLContext ml) {{ {body} }} }}";
}
