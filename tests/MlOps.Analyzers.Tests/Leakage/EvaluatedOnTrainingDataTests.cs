using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Leakage.EvaluatedOnTrainingDataAnalyzer>;

namespace MlOps.Tests.Leakage;

public sealed class EvaluatedOnTrainingDataTests
{
    private const string Mark = "{|MLOPS2040:Evaluate|}";

    [Theory]
    [InlineData($"var folder = Environment.CurrentDirectory; var view = ml.Data.LoadFromBinary(Path.Combine(folder, \"t.bin\")); var m = ml.Regression.{Mark}(e.Fit(view).Transform(view));")] // Loaded once.
    [InlineData($"var split = ml.Data.TrainTestSplit(data); var m = ml.Regression.{Mark}(e.Fit(data).Transform(split.TestSet));")] // Held back too late.
    [InlineData($"var model = e.Fit(data); var p = model.Transform(data); var m = ml.Regression.{Mark}(p);")]
    [InlineData($"var m = ml.Regression.{Mark}(e.Fit(data).Transform(data));")]
    [InlineData($"ITransformer model = e.Fit(data); ml.BinaryClassification.{Mark}(data: model.Transform(data), labelColumnName: \"L\");")]
    [InlineData("ITransformer model = e.Fit(data); ml.BinaryClassification.{|MLOPS2040:EvaluateNonCalibrated|}(model.Transform(data));")]
    [InlineData($"var model = ml.Regression.Trainers.Sdca().Fit(data); ml.Regression.{Mark}(model.Transform(data));")]
    [InlineData($"var split = ml.Data.TrainTestSplit(data); var model = e.Fit(split.TrainSet); ml.Regression.{Mark}(model.Transform(split.TrainSet));")]
    [InlineData($"var split = ml.Data.TrainTestSplit(data); var part = split.TrainSet; var model = e.Fit(part); ml.Regression.{Mark}(model.Transform(split.TrainSet));")]
    [InlineData($"var seen = ml.Data.Cache(data); var model = e.Fit(seen); ml.Regression.{Mark}(model.Transform(data));")]
    [InlineData($"var model = e.Fit(_data); ml.Regression.{Mark}(model.Transform(this._data));")]
    [InlineData($"var x = Read(); var model = e.Fit(x); ml.Regression.{Mark}(model.Transform(x));")]
    [InlineData($"var ready = e.Fit(data).Transform(data); var model = e.Fit(ready); ml.Regression.{Mark}(model.Transform(ready));")]
    [InlineData($"var a = ml.Data.LoadFromBinary(\"iris.bin\"); var b = ml.Data.LoadFromBinary(\"iris.bin\"); var model = e.Fit(a); ml.Regression.{Mark}(model.Transform(b));")] // One file.
    [InlineData($"var a = ml.Data.LoadFromTextFile<R>(set.Path); var b = ml.Data.LoadFromTextFile<R>(set.Path, hasHeader: true); var model = e.Fit(a); ml.Regression.{Mark}(model.Transform(b));")] // One handle.
    [InlineData($"var model = e.Fit(ml.Data.LoadFromEnumerable(rows)); ml.Regression.{Mark}(model.Transform(ml.Data.LoadFromEnumerable(rows)));")] // One sequence.
    [InlineData($"foreach (var fold in ml.Data.CrossValidationSplit(data)) {{ var model = e.Fit(fold.TrainSet); ml.Regression.{Mark}(model.Transform(fold.TrainSet)); }}")]
    public Task MetricsOfTheTrainingDataAreFound(string body) => Rule.Finds(Method(body));

    [Theory]
    [InlineData("var split = ml.Data.TrainTestSplit(data); var model = e.Fit(split.TrainSet); ml.Regression.Evaluate(model.Transform(split.TestSet));")]
    [InlineData("foreach (var fold in ml.Data.CrossValidationSplit(data)) { var model = e.Fit(fold.TrainSet); ml.Regression.Evaluate(model.Transform(fold.TestSet)); }")]
    [InlineData("var model = e.Fit(data); var trainMetrics = ml.Regression.Evaluate(model.Transform(data));")] // Says so.
    [InlineData("var model = e.Fit(data); var trainingPredictions = model.Transform(data); var m = ml.Regression.Evaluate(trainingPredictions);")]
    [InlineData("var model = e.Fit(data); TrainMetrics = ml.Regression.Evaluate(model.Transform(data));")]
    [InlineData("var model = e.Fit(data); var a = ml.Regression.Evaluate(model.Transform(data)); var b = ml.Regression.Evaluate(model.Transform(_data));")] // The other ones stand beside.
    [InlineData("var split = ml.Data.TrainTestSplit(data); var t = e.Fit(data); var model = e.Fit(t.Transform(split.TrainSet)); ml.Regression.Evaluate(model.Transform(t.Transform(split.TestSet)));")]
    [InlineData("var model = e.Fit(ml.Data.TakeRows(data, 100)); ml.Regression.Evaluate(model.Transform(ml.Data.SkipRows(data, 100)));")]
    [InlineData("var model = ml.Clustering.Trainers.KMeans().Fit(data); ml.Clustering.Evaluate(model.Transform(data));")] // There is nothing to keep back.
    [InlineData("var model = ml.AnomalyDetection.Trainers.RandomizedPca().Fit(data); ml.AnomalyDetection.Evaluate(model.Transform(data));")]
    [InlineData("var model = ml.Model.Load(\"m\", out _); ml.Regression.Evaluate(model.Transform(data));")]
    [InlineData("var model = e.Fit(_data); _data = data; ml.Regression.Evaluate(model.Transform(_data));")] // Now this, now that.
    [InlineData("var x = data; var model = e.Fit(x); x = _data; ml.Regression.Evaluate(model.Transform(x));")]
    [InlineData("ITransformer model = e.Fit(_data); model = e.Fit(data); ml.Regression.Evaluate(model.Transform(data));")]
    [InlineData("ml.Regression.CrossValidate(data, e); var model = e.Fit(data); var p = model.Transform(data);")]
    [InlineData("var a = ml.Data.LoadFromBinary(\"a.bin\"); var b = ml.Data.LoadFromBinary(\"b.bin\"); var model = e.Fit(a); ml.Regression.Evaluate(model.Transform(b));")]
    [InlineData("var a = ml.Data.LoadFromBinary(Path.Combine(\"a\", \"x\")); var b = ml.Data.LoadFromBinary(Path.Combine(\"a\", \"x\")); var model = e.Fit(a); ml.Regression.Evaluate(model.Transform(b));")]
    [InlineData("\n#pragma warning disable MLOPS2040\n var m = ml.Regression.Evaluate(e.Fit(data).Transform(data));")]
    public Task OthersAreNot(string body) => Rule.Finds(Method(body));

    private static string Method(string body) => $$"""
        using Microsoft.ML; using Microsoft.ML.Data;
        class R { public float Label; }
        class C
        {
            IDataView _data = null!;
            RegressionMetrics? TrainMetrics;
            IDataView Read() => _data;
            void Train(MLContext ml, IEstimator<ITransformer> e, IDataView data, Dataset set, List<R> rows) { {{body}} }
        }
        """;
}
