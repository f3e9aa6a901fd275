using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.ThreadedTrainerAnalyzer>;

namespace MlOps.Tests.Reproducibility;

public sealed class ThreadedTrainerTests
{
    private const string Seeded = "var ml = new MLContext(seed: 1); ";

    [Theory]
    [InlineData("ml.Regression.Trainers.{|MLOPS3011:Sdca|}().Fit(data);")]
    [InlineData("ml.BinaryClassification.Trainers.{|MLOPS3011:SdcaLogisticRegression|}(\"L\", \"F\").Fit(data);")]
    [InlineData("ml.BinaryClassification.Trainers.{|MLOPS3011:SdcaNonCalibrated|}().Fit(data);")]
    [InlineData("ml.BinaryClassification.Trainers.{|MLOPS3011:SgdCalibrated|}().Fit(data);")]
    [InlineData("ml.MulticlassClassification.Trainers.{|MLOPS3011:SdcaMaximumEntropy|}().Fit(data);")]
    [InlineData("ml.MulticlassClassification.Trainers.{|MLOPS3011:SdcaNonCalibrated|}().Fit(data);")]
    [InlineData("ml.Clustering.Trainers.{|MLOPS3011:KMeans|}().Fit(data);")]
    [InlineData("var trainer = ml.Transforms.NormalizeMinMax(\"a\").Append(ml.Regression.Trainers.{|MLOPS3011:Sdca|}(labelColumnName: \"L\")); trainer.Fit(data);")]
    [InlineData("ml.Regression.Trainers.{|MLOPS3011:Sdca|}(new SdcaRegressionTrainer.Options { L2Regularization = 1 }).Fit(data);")]
    [InlineData("ml.Regression.Trainers.{|MLOPS3011:Sdca|}(new SdcaRegressionTrainer.Options { NumberOfThreads = 4 }).Fit(data);")]
    [InlineData("var o = new SdcaRegressionTrainer.Options(); o.L2Regularization = 1; ml.Regression.Trainers.{|MLOPS3011:Sdca|}(o).Fit(data);")]
    public Task ATrainerWithManyThreadsIsFoundWhereTheContextHasASeed(string body) => Rule.Finds(Method(Seeded + body));

    [Theory]
    [InlineData("class P { static void Main() { C.Train(new MLContext(seed: 1), null!); } } class C { public static void Train(MLContext ml, IDataView data) { ml.Regression.Trainers.{|MLOPS3011:Sdca|}().Fit(data); } }")]
    [InlineData("class C { readonly MLContext ml = new(1); void Train(IDataView data) { ml.Regression.Trainers.{|MLOPS3011:Sdca|}().Fit(data); } }")]
    [InlineData("class C { MLContext ml { get; } = new(seed: 1); void Train(IDataView data) { ml.Regression.Trainers.{|MLOPS3011:Sdca|}().Fit(data); } }")]
    [InlineData("class C { readonly MLContext ml = new(1); [Tracked] void Train() { A(); } void A() => B(); void B() { ml.Regression.Trainers.{|MLOPS3011:Sdca|}(); } }")]
    public Task TheSeedMayBeGivenElsewhere(string source) => Rule.Finds($"using Microsoft.ML; {source}");

    [Theory]
    [InlineData("var ml = new MLContext(); ml.Regression.Trainers.Sdca().Fit(data);")] // Without a seed, nothing is the same anyway.
    [InlineData("var other = new MLContext(1); var ml = new MLContext(null); ml.Regression.Trainers.Sdca().Fit(data);")]
    [InlineData(Seeded + "ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { NumberOfThreads = 1 }).Fit(data);")]
    [InlineData(Seeded + "ml.Regression.Trainers.Sdca(new() { NumberOfThreads = 1 }).Fit(data);")]
    [InlineData(Seeded + "var o = new SdcaRegressionTrainer.Options(); o.NumberOfThreads = 1; ml.Regression.Trainers.Sdca(o).Fit(data);")]
    [InlineData(Seeded + "var n = 4 - 3; ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { NumberOfThreads = Environment.ProcessorCount }).Fit(data);")] // Counted on purpose.
    [InlineData(Seeded + "ml.Regression.Trainers.Sdca(Read()).Fit(data); static SdcaRegressionTrainer.Options Read() => new() { NumberOfThreads = 1 };")]
    [InlineData(Seeded + "ml.Regression.Trainers.OnlineGradientDescent().Fit(data);")]
    [InlineData(Seeded + "ml.Regression.Trainers.FastTree().Fit(data);")]
    [InlineData(Seeded + "ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(data);")]
    [InlineData("\n#pragma warning disable MLOPS3011\n" + Seeded + "ml.Regression.Trainers.Sdca().Fit(data);")]
    public Task OthersAreNot(string body) => Rule.Finds(Method(body));

    [Fact]
    public Task WhatNobodyFitsIsNot() => Rule.Finds("using Microsoft.ML; class C { object Build() { " + Seeded + "return ml.Regression.Trainers.Sdca(); } }");

    [Theory]
    [InlineData("ml.Regression.Trainers.{|MLOPS3011:Sdca|}().Fit(data); ml.Regression.Trainers.{|MLOPS3011:Sdca|}(\"L\", maximumNumberOfIterations: 5).Fit(data);", "ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { NumberOfThreads = 1 }).Fit(data); ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { LabelColumnName = \"L\", MaximumNumberOfIterations = 5, NumberOfThreads = 1 }).Fit(data);")]
    [InlineData("ml.Regression.Trainers.{|MLOPS3011:Sdca|}(new SdcaRegressionTrainer.Options { L2Regularization = 1 }).Fit(data);", "ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { L2Regularization = 1, NumberOfThreads = 1 }).Fit(data);")]
    [InlineData("ml.Regression.Trainers.{|MLOPS3011:Sdca|}(new SdcaRegressionTrainer.Options { NumberOfThreads = 8 }).Fit(data);", "ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { NumberOfThreads = 1 }).Fit(data);")]
    [InlineData("ml.Regression.Trainers.{|MLOPS3011:Sdca|}(lossFunction: new SquaredLoss()).Fit(data);", "ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { LossFunction = new SquaredLoss(), NumberOfThreads = 1 }).Fit(data);")]
    [InlineData("ml.Clustering.Trainers.{|MLOPS3011:KMeans|}(numberOfClusters: 3).Fit(data);", "ml.Clustering.Trainers.KMeans(new KMeansTrainer.Options { NumberOfClusters = 3, NumberOfThreads = 1 }).Fit(data);")]
    [InlineData("ml.BinaryClassification.Trainers.{|MLOPS3011:SgdCalibrated|}(learningRate: 0.1).Fit(data);", "ml.BinaryClassification.Trainers.SgdCalibrated(new SgdCalibratedTrainer.Options { LearningRate = 0.1, NumberOfThreads = 1 }).Fit(data);")]
    public Task TheFixGivesItOneThread(string source, string @fixed) => Rule.Fixes<UseOneThreadCodeFix>(Method(Seeded + source), Method(Seeded + @fixed));

    [Fact]
    public Task OptionsThatAreMadeElsewhereAreNotFixed()
    {
        var source = Method(Seeded + "var o = new SdcaRegressionTrainer.Options(); ml.Regression.Trainers.{|MLOPS3011:Sdca|}(o).Fit(data);");
        return Rule.Fixes<UseOneThreadCodeFix>(source, source);
    }

    private static string Method(string body) => $"using Microsoft.ML; using Microsoft.ML.Trainers; class C {{ void Train(IDataView data) {{ {body} }} }}";
}
