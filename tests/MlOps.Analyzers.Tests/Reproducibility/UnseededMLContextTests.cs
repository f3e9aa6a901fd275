using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.UnseededMLContextAnalyzer>;

namespace MlOps.Tests.Reproducibility;

public sealed class UnseededMLContextTests
{
    private const string Pipeline = "ml.Regression.Trainers.Sdca().Fit(data);";

    [Theory]
    [InlineData($"class C {{ void Train(IDataView data) {{ var ml = {{|MLOPS3010:new MLContext()|}}; {Pipeline} }} }}")]
    [InlineData($"class C {{ void Train(IDataView data) {{ MLContext ml = {{|MLOPS3010:new()|}}; {Pipeline} }} }}")]
    [InlineData($"class C {{ [Tracked] void Train(IDataView data) {{ var ml = {{|MLOPS3010:new MLContext {{ FallbackToCpu = true }}|}}; {Pipeline} }} }}")]
    [InlineData("class C { [Tracked] void Train(IDataView data) { var ml = {|MLOPS3010:new MLContext()|}; var split = ml.Data.TrainTestSplit(data); } }")]
    [InlineData("class C { void Train(IDataView data, IEstimator<ITransformer> e) { var ml = {|MLOPS3010:new MLContext()|}; ml.Regression.CrossValidate(data, e); } }")]
    [InlineData($"class C {{ readonly MLContext ml = {{|MLOPS3010:new()|}}; void Train(IDataView data) {{ {Pipeline} }} }}")] // A field that training reads.
    [InlineData($"class C {{ static MLContext ml {{ get; }} = {{|MLOPS3010:new()|}}; void Train(IDataView data) {{ {Pipeline} }} }}")]
    [InlineData($"class C {{ readonly MLContext ml; C() {{ ml = {{|MLOPS3010:new MLContext()|}}; }} void Train(IDataView data) {{ {Pipeline} }} }}")]
    [InlineData($"class C {{ MLContext? ml; void Start() {{ this.ml = {{|MLOPS3010:new MLContext()|}}; }} void Train(IDataView data) {{ {Pipeline} }} }}")]
    [InlineData($"class C {{ protected readonly MLContext ml = {{|MLOPS3010:new()|}}; }} class D : C {{ void Train(IDataView data) {{ {Pipeline} }} }}")]
    public Task AContextThatTrainsWithoutASeedIsFound(string source) => Finds(source);

    [Theory]
    [InlineData($"class C {{ void Main() {{ var ml = {{|MLOPS3010:new MLContext()|}}; Train(ml, null!); }} void Train(MLContext ml, IDataView data) {{ {Pipeline} }} }}")]
    [InlineData($"class C {{ void Main() => Train({{|MLOPS3010:new MLContext()|}}, null!); void Train(MLContext ml, IDataView data) {{ {Pipeline} }} }}")]
    [InlineData($"class C {{ void Main() {{ new T({{|MLOPS3010:new MLContext()|}}).Train(null!); }} }} class T(MLContext ml) {{ public void Train(IDataView data) {{ {Pipeline} }} }}")]
    [InlineData($"class C {{ void Main() {{ new T({{|MLOPS3010:new MLContext()|}}).Train(null!); }} }} class T {{ readonly MLContext ml; public T(MLContext context) => ml = context; public void Train(IDataView data) {{ {Pipeline} }} }}")]
    [InlineData("class C { void Main() { var ml = {|MLOPS3010:new MLContext()|}; Retrain(ml, null!); } void Retrain(MLContext ml, IDataView data) { Build(ml).Fit(data); } IEstimator<ITransformer> Build(MLContext ml) { return ml.Regression.Trainers.Sdca(); } }")]
    [InlineData("/* program */ var ml = {|MLOPS3010:new MLContext()|}; Train(ml, null!); void Train(MLContext context, IDataView data) { context.Regression.Trainers.Sdca().Fit(data); }")]
    [InlineData("/* program */ var ml = {|MLOPS3010:new MLContext()|}; Train(null!); void Train(IDataView data) { ml.Regression.Trainers.Sdca().Fit(data); }")]
    [InlineData("class C { void Main() { var ml = {|MLOPS3010:new MLContext()|}; Train(ml.Regression, null!); } void Train(RegressionCatalog regression, IDataView data) { regression.Trainers.Sdca().Fit(data); } }")]
    [InlineData("class C { [Tracked] void Train() => A(); void A() => B(); void B() => D(); void D() { var ml = {|MLOPS3010:new MLContext()|}; ml.Data.ShuffleRows(null!); } }")]
    public Task SoIsOneThatIsMadeElsewhereAndHandedToTraining(string source) => Finds(source);

    [Theory]
    [InlineData($"class C {{ void Train(IDataView data) {{ var ml = new MLContext(seed: 1); {Pipeline} }} }}")]
    [InlineData($"class C {{ void Train(IDataView data, int? seed) {{ var ml = new MLContext(seed); {Pipeline} }} }}")]
    [InlineData($"class C {{ void Train(IDataView data) {{ var ml = new MLContext(null); {Pipeline} }} }}")] // Said on purpose.
    [InlineData($"class C {{ void Train(MLContext ml, IDataView data) {{ {Pipeline} }} }}")]
    [InlineData($"class C {{ void Train(IDataView data, int? seed) {{ var ml = seed is null ? new MLContext() : new MLContext(seed); {Pipeline} }} }}")] // Somebody may choose.
    [InlineData("class C { void Predict(Stream model) { var ml = new MLContext(); var m = ml.Model.Load(model, out _); } }")]
    [InlineData("class R { } class C { readonly MLContext ml = new(); object Predict(ITransformer t) => ml.Model.CreatePredictionEngine<R, R>(t); void Train(IEstimator<ITransformer> e, IDataView data) => e.Fit(data); }")]
    [InlineData($"class C {{ void Main() {{ var ml = new MLContext(); Train(new MLContext(1), null!); Test(ml); }} void Test(MLContext ml) {{ ml.Model.Load(\"m\", out _); }} void Train(MLContext ml, IDataView data) {{ {Pipeline} }} }}")] // One trains, the other loads.
    [InlineData("class C { void Normalise(IDataView data) { var ml = new MLContext(); ml.Transforms.NormalizeMinMax(\"a\").Fit(data); } }")] // Nothing here is drawn.
    [InlineData("class C { void Split(IDataView data) { var ml = new MLContext(); ml.Data.TrainTestSplit(data, seed: 1); ml.Transforms.NormalizeMinMax(\"a\").Fit(data); } }")]
    [InlineData($"class C {{ void Train(IDataView data, int? seed) {{ var ml = seed is {{ }} s ? new MLContext(s) : new MLContext(); {Pipeline} }} }}")] // The caller decides.
    [InlineData("class C { void Train(IDataView data) { var ml = new MLContext(); ml.Regression.Trainers.FastTree().Fit(data); } }")] // Has a fixed seed of its own.
    [InlineData("class C { void Train(IDataView data) { var ml = new MLContext(); ml.Regression.Trainers.LightGbm().Fit(data); } }")] // Takes one, for sampling that it does not do.
    [InlineData("class C { void Train(IDataView data) { var ml = new MLContext(); ml.MulticlassClassification.Trainers.OneVersusAll(ml.BinaryClassification.Trainers.LbfgsLogisticRegression()).Fit(data); } }")]
    [InlineData("class C { void Build() { var ml = new MLContext(); ml.Regression.Trainers.Sdca(); } }")] // Nobody fits.
    [InlineData("class MLContext { public int Trainers; } class C { [Tracked] void Train() { var ml = new MLContext(); var t = ml.Trainers; } }")]
    [InlineData($"// <auto-generated/>\nclass C {{ void Train(IDataView data) {{ var ml = new MLContext(); {Pipeline} }} }}")]
    [InlineData($"class C {{ void Train(IDataView data) {{\n#pragma warning disable MLOPS3010\n var ml = new MLContext();\n {Pipeline} }} }}")]
    [InlineData("class C { void Train(IDataView data) { var ml = {|MLOPS3010:new MLContext()|}; ml.MulticlassClassification.Trainers.OneVersusAll(ml.BinaryClassification.Trainers.AveragedPerceptron()).Fit(data); } }")]
    public Task OthersAreNot(string source) => Finds(source);

    [Theory]
    [InlineData("var ml = {|MLOPS3010:new MLContext()|}; MLContext b = {|MLOPS3010:new()|}; b.Data.TrainTestSplit(data); ", "var ml = new MLContext(seed: 0); MLContext b = new(seed: 0); b.Data.TrainTestSplit(data); ")]
    [InlineData("var ml = {|MLOPS3010:new MLContext { FallbackToCpu = true }|}; ", "var ml = new MLContext(seed: 0) { FallbackToCpu = true }; ")]
    public Task TheFixAddsASeed(string source, string @fixed) => Rule.Fixes<SeedMLContextCodeFix>(Method(source), Method(@fixed));

    private static string Method(string body) => $"using Microsoft.ML; class C {{ void Train(IDataView data) {{ {body}{Pipeline} }} }}";

    private static Task Finds(string source) => Rule.Finds(source.StartsWith("//", StringComparison.Ordinal) ? source.Replace("\n", "\nusing Microsoft.ML; ", StringComparison.Ordinal) : $"using Microsoft.ML; {source}");
}
