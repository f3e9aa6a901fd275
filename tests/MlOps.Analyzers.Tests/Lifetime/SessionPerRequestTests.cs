using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Lifetime.SessionPerRequestAnalyzer>;

namespace MlOps.Tests.Lifetime;

public sealed class SessionPerRequestTests
{
    private const string New = "{|MLOPS6003:new InferenceSession(\"m.onnx\")|}";

    [Theory]
    [InlineData($"class Api : ControllerBase {{ [HttpPost] public object Score() {{ using var s = {New}; return s.Run([]).Count; }} }}")]
    [InlineData($"class Api : Controller {{ public async Task<int> Score() {{ await Task.Yield(); var s = {New}; try {{ return s.Run([]).Count; }} finally {{ s.Dispose(); }} }} }}")]
    [InlineData($"class C {{ void Map(WebApplication app) => app.MapGet(\"/\", () => {{ using var s = {New}; return s.Run([]).Count; }}); }}")]
    [InlineData($"class C {{ void Add(IServiceCollection services) => services.AddScoped(x => {New}); }}")]
    [InlineData($"class C {{ void Add(IServiceCollection services) => services.AddTransient<InferenceSession>(x => {{ return {New}; }}); }}")]
    [InlineData($"class C {{ void Run() {{ for (var i = 0; i < 9; i++) {{ using var s = {New}; s.Run([]); }} }} }}")]
    [InlineData("class C { void Run(string path, string[] images) { foreach (var image in images) { using var s = {|MLOPS6003:new InferenceSession(path)|}; s.Run([]); } } }")]
    [InlineData("class C { readonly string _path = \"m\"; void Run() { while (true) { using (var s = {|MLOPS6003:new InferenceSession(_path)|}) { s.Run([]); } } } }")]
    [InlineData($"class C {{ void Map(WebApplication app) => app.MapPost(\"/x\", Handle); static int Handle() {{ using var s = {New}; return s.Run([]).Count; }} }}")]
    [InlineData($"class H {{ public static int Score() {{ using var s = {New}; return s.Run([]).Count; }} }} class C {{ void Map(WebApplication app) => app.MapGet(\"/x\", H.Score); }}")]
    [InlineData($"class C {{ void Map(WebApplication app) {{ app.MapGet(\"/x\", Handle); int Handle() {{ using var s = {New}; return s.Run([]).Count; }} }} }}")]
    [InlineData($"class Api : ControllerBase {{ readonly InferenceSession _s; public Api() {{ _s = {New}; }} }}")]
    [InlineData($"class Api : Controller {{ readonly InferenceSession _s = {New}; }}")]
    [InlineData("class Api : Controller { InferenceSession S { get; } public Api(string root) => S = {|MLOPS6003:new InferenceSession(Path.Combine(root, \"m.onnx\"))|}; }")]
    public Task ASessionForEachRequestOrRoundIsFound(string source) => Finds(source);

    [Theory]
    [InlineData("class Api : ControllerBase { static InferenceSession? s_s; public Api() { s_s ??= new InferenceSession(\"m\"); } }")]
    [InlineData("class Api : ControllerBase { static InferenceSession s_s; static Api() { s_s = new InferenceSession(\"m\"); } }")]
    [InlineData("class Api : ControllerBase { static InferenceSession? s_s; public Api() { s_s = new InferenceSession(\"m\"); } }")] // Not sure what for.
    [InlineData("class Service { readonly InferenceSession _s = new(\"m\"); readonly InferenceSession _t; public Service() { _t = new InferenceSession(\"m\"); } }")]
    [InlineData("class Api : ControllerBase { static readonly InferenceSession s_s = new(\"m\"); static readonly Lazy<InferenceSession> s_l = new(() => new InferenceSession(\"m\")); }")]
    [InlineData("class Api : ControllerBase { static InferenceSession? s_s; public object Score() => s_s ??= new InferenceSession(\"m\"); }")]
    [InlineData("class Api : ControllerBase { static InferenceSession? s_s; public object Score() { if (s_s is null) { s_s = new InferenceSession(\"m\"); } return s_s; } }")]
    [InlineData("class Api : ControllerBase { static readonly Dictionary<string, InferenceSession> s_all = []; public void Load(string name) { var s = new InferenceSession(name); s_all.Add(name, s); } }")]
    [InlineData("class Api : ControllerBase { public object Score(string name) { var path = name + \".onnx\"; using var s = new InferenceSession(path); return s.Run([]).Count; } }")] // The request says which.
    [InlineData("class C { void Add(IServiceCollection services) { services.AddSingleton(x => new InferenceSession(\"m\")); services.AddSingleton(new InferenceSession(\"m\")); } }")]
    [InlineData("class C { static void Main() { using var s = new InferenceSession(\"m\"); for (var i = 0; i < 9; i++) { s.Run([]); } } }")]
    [InlineData("class C { void Run(string[] models) { foreach (var model in models) { using var s = new InferenceSession(model); s.Run([]); } } }")] // Another one each time.
    [InlineData("class C { void Run(string[] models) { for (var i = 0; i < 9; i++) { using var s = new InferenceSession(models[i]); s.Run([]); } } }")]
    [InlineData("class C { void Run(List<InferenceSession> pool) { for (var i = 0; i < 9; i++) { pool.Add(new InferenceSession(\"m\")); } } }")] // A pool.
    [InlineData("class C { InferenceSession Run() { while (true) { try { return new InferenceSession(\"m\"); } catch (IOException) { } } } }")] // Once more, until it is there.
    [InlineData("class C { void Run(string path) { for (var i = 0; i < 9; i++) { path = path + i; using var s = new InferenceSession(path + i); } } }")]
    [InlineData("class Service { public int Score() { using var s = new InferenceSession(\"m\"); return s.Run([]).Count; } }")] // Nobody says how often.
    [InlineData("class InferenceSession(string m) { } class C { void Run() { while (true) { var s = new InferenceSession(\"m\"); } } }")]
    [InlineData("class C { void Run() { while (true) {\n#pragma warning disable MLOPS6003\n using var s = new InferenceSession(\"m\"); } } }")]
    [InlineData("class C { void Map(WebApplication app) => app.MapPost(\"/x\", Handle); static int Handle(string name) { using var s = new InferenceSession(name); return s.Run([]).Count; } }")] // The request says which.
    [InlineData("class C { void Map(WebApplication app) => app.MapPost(\"/x\", Handle); static int Handle() => 1; static int Other() { using var s = new InferenceSession(\"m\"); return 1; } }")]
    [InlineData("class C { void Map(Map app) => app.MapPost(\"/x\", Handle); static int Handle() { using var s = new InferenceSession(\"m\"); return 1; } } class Map { public void MapPost(string path, Func<int> f) { } }")]
    public Task OthersAreNot(string source) => Finds(source);

    private static Task Finds(string source) => Rule.Finds($"using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Mvc; using Microsoft.Extensions.DependencyInjection; using Microsoft.ML.OnnxRuntime; {source}");
}
