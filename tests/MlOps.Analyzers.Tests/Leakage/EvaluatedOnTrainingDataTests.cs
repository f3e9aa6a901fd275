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
    [InlineData($"ITransformer model = e.Fit(_data); model = e.Fit(data); ml.Regression.{Mark}(model.Transform(data));")] // The last counts.
    [InlineData($"var x = Read(); x = ml.Data.ShuffleRows(x); var model = e.Fit(x); ml.Regression.{Mark}(model.Transform(x));")]
    [InlineData($"_model = e.Fit(data); var p = _model.Transform(data); ml.Regression.{Mark}(p);")] // Fields.
    [InlineData($"_data = Read(); _model = e.Fit(_data); this._model.Transform(_data); ml.Regression.{Mark}(_model.Transform(_data));")]
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
    [InlineData("ITransformer model = e.Fit(data); if (rows.Count > 9) { model = e.Fit(_data); } ml.Regression.Evaluate(model.Transform(data));")]
    [InlineData("while (true) { var model = e.Fit(_data); _data = Read(); ml.Regression.Evaluate(model.Transform(_data)); }")]
    [InlineData("var x = Read(); var model = e.Fit(x); x = Read(); ml.Regression.Evaluate(model.Transform(x));")] // Read anew.
    [InlineData("var split = ml.Data.TrainTestSplit(data); var model = e.Fit(split.TrainSet); split = ml.Data.TrainTestSplit(_data); ml.Regression.Evaluate(model.Transform(split.TrainSet));")]
    [InlineData("Action swap = () => _data = data; var model = e.Fit(_data); swap(); ml.Regression.Evaluate(model.Transform(_data));")]
    [InlineData("var model = e.Fit(data); Console.WriteLine($\"On the training data: {ml.Regression.Evaluate(model.Transform(data)).RSquared}\");")]
    [InlineData("ml.Regression.CrossValidate(data, e); var model = e.Fit(data); var p = model.Transform(data);")]
    [InlineData("var a = ml.Data.LoadFromBinary(\"a.bin\"); var b = ml.Data.LoadFromBinary(\"b.bin\"); var model = e.Fit(a); ml.Regression.Evaluate(model.Transform(b));")]
    [InlineData("var a = ml.Data.LoadFromBinary(Path.Combine(\"a\", \"x\")); var b = ml.Data.LoadFromBinary(Path.Combine(\"a\", \"x\")); var model = e.Fit(a); ml.Regression.Evaluate(model.Transform(b));")]
    [InlineData("\n#pragma warning disable MLOPS2040\n var m = ml.Regression.Evaluate(e.Fit(data).Transform(data));")]
    public Task OthersAreNot(string body) => Rule.Finds(Method(body));

    [Theory]
    [InlineData("var m = Train(Datasets.Iris.Handle); var a = {|MLOPS2040:Evaluate|}(m, Datasets.Iris.Handle);")]
    [InlineData("var m = Train(Datasets.Iris.Rows()); var a = {|MLOPS2040:Evaluate|}(m, Datasets.Iris.Rows().ToList());")] // One handle.
    [InlineData("var m = Train(Datasets.Iris.Path); {|MLOPS2040:Test|}(m, Datasets.Iris.Handle.Path);")]
    [InlineData("var m = Fit(rows); var a = {|MLOPS2040:Score|}(m, rows);")]
    [InlineData("var kept = rows.Where(r => r.Label > 0).ToList(); var m = Fit(kept); var a = {|MLOPS2040:Score|}(m, kept);")]
    [InlineData("var m = new Own(); m.Fit(x, y); var a = m.{|MLOPS2040:Validate|}(x, y);")]
    [InlineData("_own.Fit(x, y); var a = this._own.{|MLOPS2040:Test|}(x, y);")]
    [InlineData("await _own.FitAsync(rows); await _own.{|MLOPS2040:EvaluateAsync|}(rows);")]
    [InlineData("for (var i = 0; i < 9; i++) { _own.FitAsync(rows); _own.{|MLOPS2040:EvaluateAsync|}(rows); }")]
    [InlineData("var (m, loss) = Both(rows); var (n, best) = TrainModel(rows); var a = {|MLOPS2040:Score|}(n, rows);")]
    [InlineData("var a = {|MLOPS2040:Score|}(Fit(rows), rows);")]
    [InlineData("var m = e.Fit(data); {|MLOPS2040:Measure.Evaluate|}(m, data);")]
    [InlineData("var m = Train(ml, data); var a = ml.Regression.{|MLOPS2040:Evaluate|}(m.Transform(data));")]
    [InlineData("_rows = rows; var m = Fit(_rows); var a = {|MLOPS2040:Score|}(m, _rows);")]
    public Task SoAreThoseOfMethodsOfOnesOwn(string body) => Rule.Finds(Own(body.Replace("{|MLOPS2040:Measure.Evaluate|}", "Measure.{|MLOPS2040:Evaluate|}", StringComparison.Ordinal)));

    [Theory]
    [InlineData("var m = Train(Datasets.Iris.Rows().Take(100)); var a = Evaluate(m, Datasets.Iris.Rows().Skip(100));")]
    [InlineData("var m = Fit(rows); var a = Score(m, others);")]
    [InlineData("var m = Fit(rows); var a = Score(m, rows); var b = Score(m, others);")] // The other ones stand beside.
    [InlineData("var m = Fit(rows); var trainScore = Score(m, rows);")] // Says so.
    [InlineData("var m = Fit(rows); Console.WriteLine(\"train: \" + Score(m, rows));")]
    [InlineData("var trainRows = rows; var m = Fit(trainRows); var a = Score(m, trainRows);")]
    [InlineData("_own.Fit(x, y); var a = _own.Test(x, y, 800, 1000);")] // Which rows, numbers say.
    [InlineData("_own.Fit(x, y); var a = _own.Test(rows, r => r.Label > 0);")]
    [InlineData("_own.Fit(x, y); var a = _own.Test(others, y);")]
    [InlineData("_own.Fit(rows, fold); var a = _own.Test(rows, fold);")]
    [InlineData("var o = new Splitter(); o.Train(rows); var a = o.Test(rows);")] // Keeps a part back by itself.
    [InlineData("var s = new Parts(); var m = Fit(s); var a = Score(m, s);")]
    [InlineData("Validate(rows); var m = Fit(rows); Validate(rows);")] // Looks at the data, not at a model.
    [InlineData("if (rows.Count > 9) { _own.FitAsync(rows); } else { _own.EvaluateAsync(rows); }")]
    [InlineData("switch (rows.Count) { case 1: _own.FitAsync(rows); break; case 2: _own.EvaluateAsync(rows); break; }")]
    [InlineData("if (rows.Count > 9) _own.FitAsync(rows); _own.EvaluateAsync(rows);")] // Perhaps of an older model.
    [InlineData("_own.EvaluateAsync(rows); _own.FitAsync(rows);")] // Before.
    [InlineData("foreach (var batch in rows.Chunk(9)) { _own.FitAsync(batch); _own.EvaluateAsync(batch); }")] // While it learns.
    [InlineData("_own.FitAsync(rows); rows.Clear(); rows.AddRange(others); _own.EvaluateAsync(rows);")]
    [InlineData("_own.FitAsync(_rows!); Next(); _own.EvaluateAsync(_rows!);")]
    [InlineData("var list = rows; _own.FitAsync(list); list = others; _own.EvaluateAsync(list);")]
    [InlineData("_own.FitAsync(rows); new Own().EvaluateAsync(rows);")] // Of another model.
    [InlineData("var m = Fit(rows); var a = Score(new object(), rows);")]
    [InlineData("Own.Train(args); Own.Test(args);")] // Names of files, perhaps.
    [InlineData("Own.Train(sizes); Own.Test(sizes);")]
    [InlineData("Own.Train(layers); Own.Test(layers);")]
    [InlineData("var m = Train(path); Test(m, path);")]
    [InlineData("var m = Predicts(rows); Predict(m, rows);")]
    public Task OtherMethodsOfOnesOwnAreNot(string body) => Rule.Finds(Own(body));

    private static string Own(string body) => $$"""
        using Microsoft.ML; using Microsoft.ML.Data;
        class R { public float Label; }
        class Layer { }
        class Own
        {
            public void Fit(double[][] x, double[] y) { }
            public double Test(double[][] x, double[] y) => 0;
            public double Test(double[][] x, double[] y, int from, int to) => 0;
            public double Test(List<R> rows, Func<R, bool> which) => 0;
            public double Test(List<R> rows, double[] y) => 0;
            public double Validate(double[][] x, double[] y) => 0;
            public Task FitAsync(IEnumerable<R> rows) => Task.CompletedTask;
            public Task EvaluateAsync(IEnumerable<R> rows) => Task.CompletedTask;
            public void Fit(IEnumerable<R> rows, object fold) { }
            public double Test(IEnumerable<R> rows, object fold) => 0;
            public static void Train(string[] args) { }
            public static void Test(string[] args) { }
            public static void Train(int[] sizes) { }
            public static void Test(int[] sizes) { }
            public static void Train(List<Layer> layers) { }
            public static void Test(List<Layer> layers) { }
        }
        class Parts : List<R> { public IEnumerable<R> TestRows => this; }
        class Splitter
        {
            public void Train(List<R> rows) { var split = rows.Count * 8 / 10; }
            public double Test(List<R> rows) => rows.Skip(rows.Count * 8 / 10).Count();
        }
        static class Measure { public static double Evaluate(ITransformer model, IDataView data) => 0; }
        class C
        {
            Own _own = new();
            List<R>? _rows;
            object Train(Dataset set) => set;
            object Train<T>(IEnumerable<T> rows) => rows;
            ITransformer Train(MLContext ml, IDataView data) => null!;
            double Evaluate(object model, Dataset set) => 0;
            double Evaluate<T>(object model, IEnumerable<T> rows) => 0;
            object Train(string path) => path;
            double Test(object model, string path) => 0;
            object Fit(List<R> rows) => rows;
            (object, double) TrainModel(List<R> rows) => (rows, 0);
            (object, double) Both(List<R> rows) => (rows, 0);
            double Score(object model, List<R> rows) => 0;
            void Validate(List<R> rows) { }
            void Next() { }
            object Predicts(List<R> rows) => rows;
            void Predict(object model, List<R> rows) { }
            async Task Run(MLContext ml, IEstimator<ITransformer> e, IDataView data, List<R> rows, List<R> others, double[][] x, double[] y, object fold, string[] args, int[] sizes, List<Layer> layers, string path)
            { await Task.Yield(); {{body}} }
        }
        """;

    private static string Method(string body) => $$"""
        using Microsoft.ML; using Microsoft.ML.Data;
        class R { public float Label; }
        class C
        {
            IDataView _data = null!;
            ITransformer? _model;
            RegressionMetrics? TrainMetrics;
            IDataView Read() => _data;
            void Train(MLContext ml, IEstimator<ITransformer> e, IDataView data, Dataset set, List<R> rows) { {{body}} }
        }
        """;
}
