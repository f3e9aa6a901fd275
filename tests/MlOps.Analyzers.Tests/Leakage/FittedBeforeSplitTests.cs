using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Leakage.FittedBeforeSplitAnalyzer>;

namespace MlOps.Tests.Leakage;

public sealed class FittedBeforeSplitTests
{
    [Theory]
    [InlineData("var t = ml.Transforms.NormalizeMinMax(\"F\").Fit(data).Transform(data); var split = ml.Data.{|MLOPS2041:TrainTestSplit|}(t);")]
    [InlineData("var e = ml.Transforms.NormalizeMeanVariance(\"F\"); var model = e.Fit(data); var t = model.Transform(data); var split = ml.Data.{|MLOPS2041:TrainTestSplit|}(t, testFraction: 0.2);")]
    [InlineData("var e = ml.Transforms.Concatenate(\"F\", \"a\").Append(ml.Transforms.NormalizeMinMax(\"F\")).Append(ml.Transforms.CopyColumns(\"a\", \"b\")); var split = ml.Data.{|MLOPS2041:TrainTestSplit|}(e.Fit(data).Transform(data));")]
    [InlineData("var e = ml.Transforms.Text.FeaturizeText(\"F\", \"a\").AppendCacheCheckpoint(ml); var folds = ml.Data.{|MLOPS2041:CrossValidationSplit|}(e.Fit(data).Transform(data));")]
    [InlineData("var t = ml.Transforms.NormalizeMinMax(\"F\").Fit(data).Transform(data); ml.Regression.{|MLOPS2041:CrossValidate|}(t, ml.Regression.Trainers.Sdca());")]
    [InlineData("var t = ml.Transforms.ReplaceMissingValues(\"F\", replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean).Fit(data).Transform(data); var split = ml.Data.{|MLOPS2041:TrainTestSplit|}(t);")]
    [InlineData("var t = ml.Transforms.ProjectToPrincipalComponents(\"F\", rank: 3).Fit(data).Transform(data); var split = ml.Data.{|MLOPS2041:TrainTestSplit|}(ml.Data.ShuffleRows(t));")]
    [InlineData("var t = ml.Transforms.NormalizeMinMax(\"F\").Fit(data).Transform(data); var u = ml.Transforms.CopyColumns(\"a\", \"b\").Fit(t).Transform(t); var split = ml.Data.{|MLOPS2041:TrainTestSplit|}(u);")]
    [InlineData("var t = ml.Transforms.Categorical.OneHotEncoding(\"F\").Fit(data).Transform(data); var split = ml.Data.{|MLOPS2041:TrainTestSplit|}(t);")]
    [InlineData("var t = ml.Transforms.FeatureSelection.SelectFeaturesBasedOnCount(\"F\").Fit(data).Transform(data); var split = ml.Data.{|MLOPS2041:TrainTestSplit|}(t);")]
    [InlineData("var t = ml.Transforms.NormalizeMinMax(\"F\").Fit(data).Transform(data); var f = ml.Data.FilterRowsByColumn(t, \"a\", 0, 9); var split = ml.Data.{|MLOPS2041:TrainTestSplit|}(ml.Data.Cache(ml.Data.ShuffleRows(f)));")]
    [InlineData("var f = ml.Data.FilterRowsByColumn(data, \"a\", 0, 9); var t = ml.Transforms.NormalizeMinMax(\"F\").Fit(data).Transform(f); var split = ml.Data.{|MLOPS2041:TrainTestSplit|}(t);")]
    [InlineData("data = ml.Transforms.NormalizeMinMax(\"F\").Fit(data).Transform(data); var split = ml.Data.{|MLOPS2041:TrainTestSplit|}(data);")]
    public Task StatisticsOfAllDataAreFound(string body) => Rule.Finds(Method(body));

    [Theory]
    [InlineData("var split = ml.Data.TrainTestSplit(data); var model = ml.Transforms.NormalizeMinMax(\"F\").Fit(split.TrainSet); var t = model.Transform(split.TestSet);")]
    [InlineData("ml.Regression.CrossValidate(data, ml.Transforms.NormalizeMinMax(\"F\").Append(ml.Regression.Trainers.Sdca()));")]
    [InlineData("var t = ml.Transforms.Conversion.MapValueToKey(\"L\").Fit(data).Transform(data); var split = ml.Data.TrainTestSplit(t);")] // Numbers for names.
    [InlineData("var t = ml.Transforms.ReplaceMissingValues(\"F\").Fit(data).Transform(data); var split = ml.Data.TrainTestSplit(t);")] // By a constant.
    [InlineData("var t = ml.Transforms.ReplaceMissingValues(\"F\", replacementMode: MissingValueReplacingEstimator.ReplacementMode.DefaultValue).Fit(data).Transform(data); var split = ml.Data.TrainTestSplit(t);")]
    [InlineData("var t = ml.Transforms.Concatenate(\"F\", \"a\", \"b\").Fit(data).Transform(data); var split = ml.Data.TrainTestSplit(t);")]
    [InlineData("var t = ml.Transforms.NormalizeMinMax(\"F\").Fit(other).Transform(data); var split = ml.Data.TrainTestSplit(t);")] // Of other data.
    [InlineData("var t = ml.Transforms.NormalizeMinMax(\"F\").Fit(data).Transform(data); var split = ml.Data.TrainTestSplit(data);")] // Not what is split.
    [InlineData("var split = ml.Data.TrainTestSplit(data); var t = ml.Transforms.NormalizeMinMax(\"F\").Fit(split.TrainSet).Transform(split.TrainSet); ml.Regression.Trainers.Sdca().Fit(t);")]
    [InlineData("var f = ml.Data.FilterRowsByColumn(data, \"a\", 0, 9); var t = ml.Transforms.NormalizeMinMax(\"F\").Fit(f).Transform(data); var split = ml.Data.TrainTestSplit(t);")] // Of a part.
    [InlineData("var f = ml.Data.FilterRowsByColumn(data, \"a\", 0, 9); var split = ml.Data.TrainTestSplit(f);")]
    [InlineData("var model = ml.Model.Load(\"m\", out _); var split = ml.Data.TrainTestSplit(model.Transform(data));")]
    [InlineData("\n#pragma warning disable MLOPS2041\n var t = ml.Transforms.NormalizeMinMax(\"F\").Fit(data).Transform(data); var split = ml.Data.TrainTestSplit(t);")]
    public Task OthersAreNot(string body) => Rule.Finds(Method(body));

    private static string Method(string body) =>
        $"using Microsoft.ML; using Microsoft.ML.Transforms; class C {{ void Train(MLContext ml, IDataView data, IDataView other) {{ {body} }} }}";
}
