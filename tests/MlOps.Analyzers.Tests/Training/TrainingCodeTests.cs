using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Reproducibility;
using MlOps.Tests.Support;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.UnseededRandomAnalyzer>;

namespace MlOps.Tests.Training;

/// <summary>What counts as training code, shown by the simplest rule about it.</summary>
public sealed class TrainingCodeTests
{
    [Theory]
    [InlineData("/* program */ Train(); [Tracked] static void Train() { var r = {|MLOPS3001:new Random()|}; }")]
    [InlineData("/* program */ var other = new Random(); Train(); [Tracked] static void Train() { }")]
    [InlineData("class C { [MlOps.TrackedAttribute] void Train() { Action a = () => { var r = {|MLOPS3001:new Random()|}; }; } }")]
    [InlineData("class C { [Tracked] void Train() { Load(); void Load() { var r = {|MLOPS3001:new Random()|}; } } }")]
    [InlineData("partial class C { [Tracked] partial void Train(); partial void Train() { var r = {|MLOPS3001:new Random()|}; } }")]
    [InlineData("class C { [Tracked] System.Threading.Tasks.Task<int> Train() => throw new Exception({|MLOPS3001:new Random()|}.ToString()); }")]
    public Task TrackedMethodsBeginTraining(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("using Microsoft.ML; class C { void Learn(IEstimator<ITransformer> pipeline, IDataView data) { var r = {|MLOPS3001:new Random()|}; pipeline.Fit(data); } }")]
    [InlineData("using Microsoft.ML; class C { void Learn(MLContext ml, IDataView data) { var r = {|MLOPS3001:new Random()|}; ml.Transforms.NormalizeMinMax(\"x\").Append(ml.Transforms.CopyColumns(\"y\", \"x\")).Fit(data); } }")]
    [InlineData("using TorchSharp; class C { void Epoch(torch.optim.Optimizer optimizer) { var r = {|MLOPS3001:new Random()|}; optimizer.step(); } }")]
    [InlineData("using Microsoft.ML; class C { void Score(ITransformer model, IDataView data) { var r = new Random(); model.Transform(data); } }")] // Only applies a model.
    [InlineData("class Suit { public void Fit(int size) { } } class C { void Try(Suit suit) { var r = new Random(); suit.Fit(3); } }")]
    public Task SoDoMethodsThatFitAModel(string source) => Rule.Finds(source);

    [Fact]
    public Task SoDoMethodsThatTheConfigurationNames() => Rule.Finds(
        "class C { void RunEpoch() { var r = {|MLOPS3001:new Random()|}; } void Other() { var r = new Random(); } }", "mlops_training_methods = Run*, Fit");

    [Theory]
    [InlineData("class C { int P { get { return {|MLOPS3001:new Random()|}.Next(); } } [Tracked] int Train() => P; }")]
    [InlineData("class C { int P => {|MLOPS3001:new Random()|}.Next(); [Tracked] int Train() => P; }")]
    [InlineData("class C { Random P { get; } = {|MLOPS3001:new()|}; [Tracked] int Train() => P.Next(); }")]
    [InlineData("class D { public D() { var r = {|MLOPS3001:new Random()|}; } } class C { [Tracked] D Train() => new(); }")]
    [InlineData("static class E { public static void Mix(this int[] rows) { var r = {|MLOPS3001:new Random()|}; } } class C { [Tracked] void Train(int[] rows) => rows.Mix(); }")]
    [InlineData("class C { void A() { var r = {|MLOPS3001:new Random()|}; } [Tracked] void Train() { Action a = A; } }")] // Handed on as a delegate.
    [InlineData("class C<T> { void A() { var r = {|MLOPS3001:new Random()|}; } [Tracked] void Train(C<int> other) => other.A(); }")]
    [InlineData("abstract class B { public abstract void A(); } class D : B { public override void A() { var r = {|MLOPS3001:new Random()|}; } } class C { [Tracked] void Train(B b) => b.A(); }")]
    [InlineData("class C { int this[int i] => {|MLOPS3001:new Random()|}.Next(i); [Tracked] int Train() => this[3]; }")]
    [InlineData("class C { [Tracked] void Train() => Again(3); void Again(int n) { if (n > 0) { Again(n - 1); } var r = {|MLOPS3001:new Random()|}; } }")]
    public Task TrainingReachesWhatItUses(string source) => Rule.Finds(source);

    [Fact]
    public async Task WhatIsFarAwayNamesTheWay()
    {
        var found = Assert.Single(await AllAnalyzers.Run(
            "using MlOps; class D { readonly int _n; public D() => _n = Draw(); static int Draw() => new Random().Next(); public int N => _n; } class C { [Tracked] int Train() => Load(); int Load() => new D().N; }"));
        Assert.Equal("MLOPS3001", found.Id);
        Assert.Contains(WellKnownDiagnosticTags.CompilationEnd, found.Descriptor.CustomTags);
        Assert.EndsWith("Training gets here by Train → Load → new D → Draw.", found.GetMessage());
    }

    [Fact]
    public async Task WhereNoFrameworkIsReferencedNothingIsRegistered()
    {
        var tree = CSharpSyntaxTree.ParseText("class C { void Train() { var r = new System.Random(); } }", cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create("Demo", [tree], Basic.Reference.Assemblies.Net100.References.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var analyzed = compilation.WithAnalyzers(AllAnalyzers.All, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        Assert.Empty(await analyzed.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        foreach (var analyzer in AllAnalyzers.All.Where(static analyzer => analyzer.GetType().Assembly == typeof(UnseededRandomAnalyzer).Assembly))
        {
            var telemetry = await analyzed.GetAnalyzerTelemetryInfoAsync(analyzer, TestContext.Current.CancellationToken);
            Assert.Equal((1, 0, 0, 0), (telemetry.CompilationStartActionsCount, telemetry.OperationActionsCount, telemetry.SyntaxNodeActionsCount, telemetry.SymbolActionsCount));
        }
    }
}
