using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Lifetime.SharedPredictionEngineAnalyzer>;

namespace MlOps.Tests.Lifetime;

public sealed class SharedPredictionEngineTests
{
    [Theory]
    [InlineData("static PredictionEngine<R, P>? {|MLOPS6001:s_engine|}; void Serve() => Parallel.Invoke();")]
    [InlineData("static readonly Lazy<PredictionEngine<R, P>> {|MLOPS6001:Engine|} = new(() => null!); void Serve() => WebApplication.Create();")]
    [InlineData("public static PredictionEngine<R, P> {|MLOPS6001:Engine|} { get; } = null!; class Api : ControllerBase { }")]
    [InlineData("static PredictionEngine<R, P> {|MLOPS6001:s_engine|} = null!; async Task Serve() { await Task.Run(() => s_engine.Predict(new())); }")]
    public Task AStaticEngineIsFoundWhereThereAreThreads(string members) => Finds(members);

    [Theory]
    [InlineData("void Add(IServiceCollection s, PredictionEngine<R, P> e) => s.{|MLOPS6001:AddSingleton|}(e);")]
    [InlineData("void Add(IServiceCollection s, MLContext ml, ITransformer m) => s.{|MLOPS6001:AddSingleton|}(x => ml.Model.CreatePredictionEngine<R, P>(m));")]
    [InlineData("void Add(IServiceCollection s) => s.{|MLOPS6001:AddSingleton|}<PredictionEngine<R, P>>(x => null!);")]
    [InlineData("void Add(IServiceCollection s, PredictionEngine<R, P> e) => s.{|MLOPS6001:TryAddSingleton|}(e);")]
    [InlineData("void Add(IServiceCollection s) => s.{|MLOPS6001:AddSingleton|}(typeof(PredictionEngine<,>));")]
    [InlineData("void Add(IServiceCollection s) => s.{|MLOPS6001:AddSingleton|}(typeof(PredictionEngine<R, P>), x => null!);")]
    [InlineData("void Add(IServiceCollection s) => s.Add(ServiceDescriptor.{|MLOPS6001:Singleton|}<PredictionEngine<R, P>>(x => null!));")]
    [InlineData("void Add(IServiceCollection s) => s.{|MLOPS6001:AddSingleton|}<Scorer>(); class Scorer { readonly PredictionEngine<R, P> _engine = null!; P Score(R r) => _engine.Predict(r); } class Api : ControllerBase { }")]
    [InlineData("void Add(IServiceCollection s) => s.{|MLOPS6001:AddSingleton|}<IScorer, Scorer>(); interface IScorer { } class Scorer : IScorer { PredictionEngine<R, P> Engine { get; } = null!; } class Api : ControllerBase { }")]
    [InlineData("void Add(IServiceCollection s) => s.{|MLOPS6001:AddSingleton|}<IScorer>(x => new Scorer()); interface IScorer { } class Scorer : IScorer { PredictionEngine<R, P> Engine { get; } = null!; } class Api : ControllerBase { }")]
    public Task SoIsASingleton(string members) => Finds(members);

    [Theory]
    [InlineData("Parallel.ForEach(rows, row => {|MLOPS6001:e|}.Predict(row));")]
    [InlineData("Parallel.For(0, 9, i => { var p = {|MLOPS6001:e|}.Predict(rows[i]); });")]
    [InlineData("var p = rows.AsParallel().Select(row => {|MLOPS6001:e|}.Predict(row)).ToList();")]
    [InlineData("foreach (var row in rows) { Task.Run(() => {|MLOPS6001:e|}.Predict(row)); }")]
    [InlineData("var t = rows.Select(row => Task.Run(() => {|MLOPS6001:e|}.Predict(row)));")]
    [InlineData("Parallel.ForEach(rows, row => {|MLOPS6001:_engine|}.Predict(row));")]
    [InlineData("app.MapPost(\"/\", (R row) => {|MLOPS6001:e|}.Predict(row));")]
    [InlineData("app.MapGet(\"/\", () => { return {|MLOPS6001:e|}.Predict(new()); });")]
    [InlineData("Parallel.ForEach(rows, {|MLOPS6001:Score|}); void Score(R row) => e.Predict(row);")]
    [InlineData("app.MapPost(\"/\", {|MLOPS6001:Score|}); P Score(R row) { return e.Predict(row); }")]
    [InlineData("rows.AsParallel().ForAll({|MLOPS6001:Score|}); void Score(R row) => e.Predict(row);")]
    public Task SoIsOneThatParallelLambdasUse(string body) => Finds(Method(body));

    [Theory]
    [InlineData("static PredictionEngine<R, P>? s_engine; void Predict() => s_engine!.Predict(new());")] // One thing after the other.
    [InlineData("[ThreadStatic] static PredictionEngine<R, P>? s_engine; void Serve() => Parallel.Invoke();")]
    [InlineData("static ThreadLocal<PredictionEngine<R, P>> s_engine = new(); void Serve() => Parallel.Invoke();")]
    [InlineData("static PredictionEngine<R, P>? s_engine; object s_lock = new(); void Serve() => Parallel.Invoke(); P Predict(R r) { lock (s_lock) { return s_engine!.Predict(r); } }")]
    [InlineData("readonly PredictionEngine<R, P>? _own; void Serve() => Parallel.Invoke();")]
    [InlineData("static PredictionEngine<R, P> New => null!; void Serve() => Parallel.Invoke();")] // Another one each time.
    [InlineData("static ITransformer s_model = null!; void Serve() => Parallel.Invoke();")] // Models may be shared.
    [InlineData("void Add(IServiceCollection s) => s.AddTransient<PredictionEngine<R, P>>(x => null!);")]
    [InlineData("void Add(IServiceCollection s, ITransformer m) => s.AddSingleton(m);")]
    [InlineData("void Add(IServiceCollection s) => s.AddSingleton<PredictionEnginePool<R, P>>(); class PredictionEnginePool<A, B> { }")]
    [InlineData("void Add(IServiceCollection s) => s.AddSingleton<Scorer>(); class Scorer { readonly PredictionEngine<R, P> _engine = null!; }")] // One thing after the other.
    [InlineData("void Add(IServiceCollection s) => s.AddScoped<Scorer>(); class Scorer { readonly PredictionEngine<R, P> _engine = null!; } class Api : ControllerBase { }")]
    [InlineData("void Add(IServiceCollection s) => s.AddSingleton<Scorer>(); class Scorer { readonly ThreadLocal<PredictionEngine<R, P>> _engine = null!; } class Api : ControllerBase { }")]
    [InlineData("void Add(IServiceCollection s) => s.AddSingleton<Scorer>(); class Scorer { readonly PredictionEngine<R, P> _engine = null!; P Score(R r) { lock (_engine) { return _engine.Predict(r); } } } class Api : ControllerBase { }")]
    [InlineData("void Add(IServiceCollection s) => s.AddSingleton(typeof(List<>)); class Api : ControllerBase { }")]
    [InlineData("class PredictionEngine<A, B> { } static PredictionEngine<R, P>? s_engine; void Serve() => Parallel.Invoke();")]
    [InlineData("\n#pragma warning disable MLOPS6001\n static PredictionEngine<R, P>? s_engine; void Serve() => Parallel.Invoke();")]
    public Task OtherMembersAreNot(string members) => Finds(members);

    [Theory]
    [InlineData("Parallel.ForEach(rows, row => { var own = ml.Model.CreatePredictionEngine<R, P>(m); own.Predict(row); });")]
    [InlineData("Parallel.ForEach(rows, () => ml.Model.CreatePredictionEngine<R, P>(m), (row, state, own) => { own.Predict(row); return own; }, own => own.Dispose());")]
    [InlineData("Parallel.ForEach(rows, row => { lock (ml) { e.Predict(row); } });")]
    [InlineData("var t = new ThreadLocal<PredictionEngine<R, P>>(() => e); Parallel.ForEach(rows, row => t.Value!.Predict(row));")]
    [InlineData("var p = rows.Select(row => e.Predict(row)).ToList();")]
    [InlineData("Parallel.ForEach(rows, Score); void Score(R row) { lock (ml) { e.Predict(row); } }")]
    [InlineData("Parallel.ForEach(rows, Score); void Score(R row) { var own = ml.Model.CreatePredictionEngine<R, P>(m); own.Predict(row); }")]
    [InlineData("rows.ForEach(Score); void Score(R row) => e.Predict(row);")]
    [InlineData("app.MapPost(\"/\", Score); static P Score(R row, PredictionEngine<R, P> own) => own.Predict(row);")]
    [InlineData("Task.Run(() => e.Predict(rows[0]));")] // Once.
    [InlineData("Task.Run(() => { foreach (var row in rows) { e.Predict(row); } });")] // One thread for all.
    [InlineData("foreach (var row in rows) { var own = ml.Model.CreatePredictionEngine<R, P>(m); Task.Run(() => own.Predict(row)); }")]
    [InlineData("app.MapPost(\"/\", (R row, PredictionEngine<R, P> own) => own.Predict(row));")]
    [InlineData("app.MapPost(\"/\", (R row) => { using var own = ml.Model.CreatePredictionEngine<R, P>(m); return own.Predict(row); });")]
    public Task OtherLambdasAreNot(string body) => Finds(Method(body));

    private static string Method(string body) => $"void Run(PredictionEngine<R, P> e, List<R> rows, MLContext ml, ITransformer m, WebApplication app) {{ {body} }}";

    private static Task Finds(string members) => Rule.Finds($$"""
        using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Mvc; using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions; using Microsoft.ML;
        public class R { } public class P { }
        class C { {{Engine(members)}} {{members}} }
        """);

    private static string Engine(string members) => members.Contains("_engine|}.Predict(row)", StringComparison.Ordinal) ? "readonly PredictionEngine<R, P> _engine = null!;" : "";
}
