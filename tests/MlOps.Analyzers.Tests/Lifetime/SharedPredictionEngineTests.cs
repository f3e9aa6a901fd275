using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Lifetime.SharedPredictionEngineAnalyzer>;

namespace MlOps.Tests.Lifetime;

public sealed class SharedPredictionEngineTests
{
    [Theory]
    [InlineData("static PredictionEngine<R, P>? {|MLOPS6001:s_engine|}; void Serve() => Parallel.Invoke(); P Predict() => s_engine!.Predict(new());")]
    [InlineData("static readonly Lazy<PredictionEngine<R, P>> {|MLOPS6001:Engine|} = new(() => null!); void Serve() => WebApplication.Create(); P Predict() => Engine.Value.Predict(new());")]
    [InlineData("public static PredictionEngine<R, P> {|MLOPS6001:Engine|} { get; } = null!; class Api : ControllerBase { public object Get() => Engine; }")]
    [InlineData("static PredictionEngine<R, P> {|MLOPS6001:s_engine|} = null!; async Task Serve() { await Task.Run(() => s_engine.Predict(new())); }")]
    [InlineData("static PredictionEngine<R, P> {|MLOPS6001:s_engine|} = null!; static void Main() => Parallel.Invoke(() => Score()); static P Score() => s_engine.Predict(new());")]
    [InlineData("static PredictionEngine<R, P> {|MLOPS6001:s_engine|} = null!; [Function(\"F\")] public static P Run(HttpTrigger t) => s_engine.Predict(new()); public class HttpTrigger { } class Function(string name) : Attribute { public string Name => name; }")]
    [InlineData("static PredictionEngine<R, P> {|MLOPS6001:s_engine|} = null!; public static P Score() => s_engine.Predict(new()); } class Api : ControllerBase { public object Get() => C.Score();")]
    [InlineData("public static PredictionEngine<R, P> {|MLOPS6001:Engine|} = null!; } class Api : ControllerBase { public object Get() => C.Engine.Predict(new());")]
    public Task AStaticEngineIsFoundWhereThereAreThreads(string members) => Finds(members);

    [Theory]
    [InlineData("{|MLOPS6001:Engine|}", "Score(new())")]
    [InlineData("Engine", "new N.Scorer.Input()")] // Only for the type inside.
    public Task ItMayBeImported(string engine, string use) => Rule.Finds($$"""
        using Microsoft.AspNetCore.Mvc; using Microsoft.ML; using static N.Scorer;
        class Api : ControllerBase { public object Get() => {{use}}; }
        namespace N
        {
            public class Output { }
            public static class Scorer
            {
                public class Input { }
                private static readonly Lazy<PredictionEngine<Input, Output>> {{engine}} = new(() => null!);
                public static Output Score(Input input) => Engine.Value.Predict(input);
            }
        }
        """);

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
    [InlineData("static PredictionEngine<R, P>? s_engine; public static P Predict() => s_engine!.Predict(new()); void Serve() => Parallel.Invoke();")] // Nobody calls it.
    [InlineData("static PredictionEngine<R, P>? s_engine; public static P Predict() => s_engine!.Predict(new()); } class Api(Pool pool) : ControllerBase { public object Get() => pool.Predict(); } class Pool { public P Predict() => new();")]
    [InlineData("[ThreadStatic] static PredictionEngine<R, P>? s_engine; void Serve() => Parallel.Invoke(() => s_engine!.Predict(new()));")]
    [InlineData("static ThreadLocal<PredictionEngine<R, P>> s_engine = new(); void Serve() => Parallel.Invoke(() => s_engine.Value!.Predict(new()));")]
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
    [InlineData("class PredictionEngine<A, B> { } static PredictionEngine<R, P>? s_engine; object? Serve() { Parallel.Invoke(); return s_engine; }")]
    [InlineData("\n#pragma warning disable MLOPS6001\n static PredictionEngine<R, P>? s_engine; object? Serve() { Parallel.Invoke(); return s_engine; }")]
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

    [Theory]
    [InlineData("s.{|MLOPS6001:AddSingleton|}(x => ml.Model.CreatePredictionEngine<R, P>(m));", "s.AddScoped(x => ml.Model.CreatePredictionEngine<R, P>(m));")]
    [InlineData("s.{|MLOPS6001:TryAddSingleton|}<PredictionEngine<R, P>>(x => ml.Model.CreatePredictionEngine<R, P>(m));", "s.TryAddScoped<PredictionEngine<R, P>>(x => ml.Model.CreatePredictionEngine<R, P>(m));")]
    [InlineData("s.{|MLOPS6001:AddKeyedSingleton|}(\"a\", (x, k) => ml.Model.CreatePredictionEngine<R, P>(m));", "s.AddKeyedScoped(\"a\", (x, k) => ml.Model.CreatePredictionEngine<R, P>(m));")]
    [InlineData(
        "s.{|MLOPS6001:AddSingleton|}(x => { var of = x.GetRequiredService<ITransformer>(); return x.GetRequiredService<MLContext>().Model.CreatePredictionEngine<R, P>(of); }); s.{|MLOPS6001:AddSingleton|}(x => ml.Model.CreatePredictionEngine<P, R>(m));",
        "s.AddScoped(x => { var of = x.GetRequiredService<ITransformer>(); return x.GetRequiredService<MLContext>().Model.CreatePredictionEngine<R, P>(of); }); s.AddScoped(x => ml.Model.CreatePredictionEngine<P, R>(m));")]
    public Task ASingletonBecomesAnEngineForEachRequest(string registered, string @fixed) =>
        Rule.Fixes<OwnPredictionEngineCodeFix>(Source($"void Add(IServiceCollection s, MLContext ml, ITransformer m) {{ {registered} }}"), Source($"void Add(IServiceCollection s, MLContext ml, ITransformer m) {{ {@fixed} }}"));

    [Theory]
    [InlineData("void Add(IServiceCollection s, PredictionEngine<R, P> e) => s.{|MLOPS6001:AddSingleton|}(e);")] // Who knows how it is made.
    [InlineData("void Add(IServiceCollection s, MLContext ml) => s.{|MLOPS6001:AddSingleton|}(x => ml.Model.CreatePredictionEngine<R, P>(ml.Model.Load(\"m.zip\", out _)));")] // Would be read for each request.
    [InlineData("void Add(IServiceCollection s, MLContext ml) => s.{|MLOPS6001:AddSingleton|}(x => { var m = ml.Model.Load(\"m.zip\", out _); return ml.Model.CreatePredictionEngine<R, P>(m); });")]
    [InlineData("void Add(IServiceCollection s, MLContext ml, ITransformer m) { s.{|MLOPS6001:AddSingleton|}(x => ml.Model.CreatePredictionEngine<R, P>(m)); s.AddSingleton<Scorer>(); } class Scorer(PredictionEngine<R, P> e) { public PredictionEngine<R, P> E => e; }")]
    [InlineData("static PredictionEngine<R, P>? {|MLOPS6001:s_engine|}; void Serve() => Parallel.Invoke(() => s_engine!.Predict(new()));")]
    [InlineData("static readonly MLContext s_ml = new(); static ITransformer s_m = null!; static readonly PredictionEngine<R, P> {|MLOPS6001:s_engine|} = s_ml.Model.CreatePredictionEngine<R, P>(s_m); void Serve() => Parallel.Invoke(() => s_engine.Predict(new()));")] // The model may be another by then.
    [InlineData("void Run(List<R> rows, MLContext ml, ITransformer m) { var e = ml.Model.CreatePredictionEngine<R, P>(m); Use(e); Parallel.ForEach(rows, row => {|MLOPS6001:e|}.Predict(row)); } void Use(object o) { }")]
    [InlineData("void Run(List<R> rows, MLContext ml, ITransformer m) { var e = ml.Model.CreatePredictionEngine<R, P>(m); m = null!; Parallel.ForEach(rows, row => {|MLOPS6001:e|}.Predict(row)); }")]
    public Task NoFixIsOfferedWhereMoreWouldChange(string members) => Rule.Fixes<OwnPredictionEngineCodeFix>(Source(members), Source(members));

    [Theory]
    [InlineData(
        "var e = ml.Model.CreatePredictionEngine<R, P>(m); Parallel.ForEach(rows, row => {|MLOPS6001:e|}.Predict(row)); var first = e.Predict(rows[0]);",
        "var e = new ThreadLocal<PredictionEngine<R, P>>(() => ml.Model.CreatePredictionEngine<R, P>(m)); Parallel.ForEach(rows, row => e.Value!.Predict(row)); var first = e.Value!.Predict(rows[0]);")]
    [InlineData(
        "PredictionEngine<R, P> a = ml.Model.CreatePredictionEngine<R, P>(m); using var b = ml.Model.CreatePredictionEngine<R, P>(m); var p = rows.AsParallel().Select(row => ({|MLOPS6001:a|}.Predict(row), {|MLOPS6001:b|}.Predict(row))).ToList();",
        "ThreadLocal<PredictionEngine<R, P>> a = new(() => ml.Model.CreatePredictionEngine<R, P>(m)); using var b = new ThreadLocal<PredictionEngine<R, P>>(() => ml.Model.CreatePredictionEngine<R, P>(m)); var p = rows.AsParallel().Select(row => (a.Value!.Predict(row), b.Value!.Predict(row))).ToList();")]
    [InlineData(
        "var e = ml.Model.CreatePredictionEngine<R, P>(m); app.MapPost(\"/\", (R row) => {|MLOPS6001:e|}.Predict(row)); app.MapPost(\"/best\", (R row) => {|MLOPS6001:e|}.Predict(row));",
        "var e = new ThreadLocal<PredictionEngine<R, P>>(() => ml.Model.CreatePredictionEngine<R, P>(m)); app.MapPost(\"/\", (R row) => e.Value!.Predict(row)); app.MapPost(\"/best\", (R row) => e.Value!.Predict(row));")]
    public Task AVariableBecomesAnEngineForEachThread(string body, string @fixed) =>
        Rule.Fixes<OwnPredictionEngineCodeFix>(Source($"void Run(List<R> rows, MLContext ml, ITransformer m, WebApplication app) {{ {body} }}"), Source($"void Run(List<R> rows, MLContext ml, ITransformer m, WebApplication app) {{ {@fixed} }}"));

    [Fact]
    public Task SoDoesAField() => Rule.Fixes<OwnPredictionEngineCodeFix>(
        Source("static readonly MLContext s_ml = new(); static readonly ITransformer s_m = null!; private static readonly PredictionEngine<R, P> {|MLOPS6001:s_engine|} = s_ml.Model.CreatePredictionEngine<R, P>(s_m); void Serve() => Parallel.Invoke(() => C.s_engine.Predict(new()), () => s_engine.Predict(new()));"),
        Source("static readonly MLContext s_ml = new(); static readonly ITransformer s_m = null!; private static readonly ThreadLocal<PredictionEngine<R, P>> s_engine = new(() => s_ml.Model.CreatePredictionEngine<R, P>(s_m)); void Serve() => Parallel.Invoke(() => C.s_engine.Value!.Predict(new()), () => s_engine.Value!.Predict(new()));"));

    private static string Method(string body) => $"void Run(PredictionEngine<R, P> e, List<R> rows, MLContext ml, ITransformer m, WebApplication app) {{ {body} }}";

    private static Task Finds(string members) => Rule.Finds(Source(members));

    private static string Source(string members) => $$"""
        using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Mvc; using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions; using Microsoft.ML;
        public class R { } public class P { }
        class C { {{Engine(members)}} {{members}} }
        """;

    private static string Engine(string members) => members.Contains("_engine|}.Predict(row)", StringComparison.Ordinal) ? "readonly PredictionEngine<R, P> _engine = null!;" : "";
}
