using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Security.RequestPathAnalyzer>;

namespace MlOps.Tests.Security;

public sealed class RequestPathTests
{
    [Theory]
    [InlineData("app.MapGet(\"/models/{name}\", (string name) => File.ReadAllBytes(Path.Combine(\"models\", {|MLOPS4006:name|})));")]
    [InlineData("app.MapPost(\"/score\", (string model) => { using var session = new InferenceSession($\"models/{{|MLOPS4006:model|}}.onnx\"); return session.ModelMetadata.Version; });")]
    [InlineData("app.MapPost(\"/load\", (string model, MLContext ml) => { ml.Model.Load(\"models/\" + {|MLOPS4006:model|}, out _); });")]
    [InlineData("app.MapPost(\"/load\", (string model) => { var path = Path.Combine(\"models\", {|MLOPS4006:model|}); if (!File.Exists(path)) { return; } File.ReadAllText(path); File.Delete(path); });")] // Once.
    [InlineData("app.MapPost(\"/load\", (string model) => { if (string.IsNullOrEmpty(model)) { return; } File.ReadAllText({|MLOPS4006:model|}); });")]
    [InlineData("app.MapPost(\"/load\", (string model) => { if (!model.EndsWith(\".onnx\")) { return; } new InferenceSession({|MLOPS4006:model|}).Dispose(); });")] // That does not help.
    [InlineData("app.MapPost(\"/upload\", (IFormFile file) => { using var to = File.Create(Path.Combine(\"models\", {|MLOPS4006:file.FileName|})); file.CopyTo(to); });")]
    [InlineData("app.MapPost(\"/upload\", (IFormFile file) => { using var to = new FileStream(Path.Combine(\"models\", Guid.NewGuid() + \"_\" + {|MLOPS4006:file.FileName|}), FileMode.Create); });")]
    [InlineData("app.MapPost(\"/log\", (IFormFile file) => Run.Current.LogFile(Path.Combine(\"models\", {|MLOPS4006:file.FileName|})));")]
    [InlineData("app.MapGet(\"/get\", (HttpContext context) => File.ReadAllText(Path.Combine(\"models\", {|MLOPS4006:context.Request.Query[\"name\"]|}!)));")]
    [InlineData("app.MapGet(\"/get\", (HttpRequest request) => { string? name = {|MLOPS4006:request.Form[\"name\"]|}; return File.ReadAllText($\"models/{name}\"); });")]
    [InlineData("app.MapGet(\"/get\", (string name) => { TorchSharp.torch.load(Path.Join(\"models\", {|MLOPS4006:name|})); });")]
    public Task AHandlersPathIsFound(string statement) => Rule.Finds(Program(statement));

    [Theory]
    [InlineData("public string Get(string name) => System.IO.File.ReadAllText(Path.Combine(\"models\", {|MLOPS4006:name|}));")]
    [InlineData("public async Task Post(IFormFile file) { var path = Path.Combine(\"models\", {|MLOPS4006:file.FileName|}); using var to = new FileStream(path, FileMode.Create); await file.CopyToAsync(to); }")]
    [InlineData("public void Load([FromQuery] string model) => new InferenceSession(Path.Combine(\"models\", {|MLOPS4006:model|})).Dispose();")]
    [InlineData("[HttpPost] public void Remove(string model) => System.IO.File.Delete({|MLOPS4006:model|});")]
    public Task SoIsAnActions(string action) => Rule.Finds(Controller(action));

    [Theory]
    [InlineData("app.MapGet(\"/models/{name}\", (string name) => File.ReadAllBytes(Path.Combine(\"models\", Path.GetFileName(name))));")]
    [InlineData("app.MapGet(\"/models/{name}\", (string name) => { name = Path.GetFileName(name); return File.ReadAllBytes(Path.Combine(\"models\", name)); });")]
    [InlineData("app.MapGet(\"/models/{name:guid}\", (string name) => File.ReadAllBytes(Path.Combine(\"models\", name)));")]
    [InlineData("app.MapGet(\"/models/{id}\", (int id) => File.ReadAllBytes(Path.Combine(\"models\", $\"{id}.onnx\")));")]
    [InlineData("app.MapGet(\"/models/{id}\", (Guid id) => File.ReadAllBytes(Path.Combine(\"models\", id.ToString())));")]
    [InlineData("app.MapGet(\"/models\", (string name) => { var path = Path.GetFullPath(Path.Combine(root, name)); if (!path.StartsWith(root)) { return \"\"; } return File.ReadAllText(path); });")]
    [InlineData("app.MapGet(\"/models\", (string name) => { if (!allowed.Contains(name)) { return \"\"; } return File.ReadAllText(Path.Combine(root, name)); });")]
    [InlineData("app.MapGet(\"/models\", (string name) => { if (name.Contains(\"..\")) { return \"\"; } return File.ReadAllText(Path.Combine(root, name)); });")]
    [InlineData("app.MapGet(\"/models\", (string name) => { if (name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0) { return \"\"; } return File.ReadAllText(Path.Combine(root, name)); });")]
    [InlineData("app.MapGet(\"/models\", (string name) => { if (!Guid.TryParse(name, out _)) { return \"\"; } return File.ReadAllText(Path.Combine(root, name)); });")]
    [InlineData("app.MapGet(\"/models\", (string name) => name is \"a\" or \"b\" ? File.ReadAllText(Path.Combine(root, name)) : \"\");")]
    [InlineData("app.MapGet(\"/models\", (string name) => { Check(name); return File.ReadAllText(Path.Combine(root, name)); });")]
    [InlineData("app.MapGet(\"/models\", (string name) => File.ReadAllText(Safe(name)));")]
    [InlineData("app.MapGet(\"/models\", (string name) => File.Exists(Path.Combine(root, name)));")] // Opens nothing.
    [InlineData("app.MapGet(\"/models\", (string text) => { File.WriteAllText(\"last.txt\", text); });")] // Not the path.
    [InlineData("app.MapGet(\"/models\", ([FromServices] string name) => File.ReadAllText(Path.Combine(root, name)));")]
    [InlineData("app.MapPost(\"/upload\", (IFormFile file) => { using var to = File.Create(Path.Combine(\"models\", Guid.NewGuid() + Path.GetExtension(file.FileName))); });")]
    [InlineData("app.MapPost(\"/upload\", (IFormFile file) => { using var to = File.Create(Path.GetTempFileName()); });")]
    [InlineData("Func<string, string> read = (string name) => File.ReadAllText(Path.Combine(\"models\", name)); read(args[0]);")] // No handler.
    public Task OtherHandlersAreNot(string statement) => Rule.Finds(Program(statement));

    [Theory]
    [InlineData("private string Get(string name) => System.IO.File.ReadAllText(Path.Combine(\"models\", name));")] // No action.
    [InlineData("[NonAction] public string Get(string name) => System.IO.File.ReadAllText(Path.Combine(\"models\", name));")]
    [InlineData("public string Get([FromServices] string name) => System.IO.File.ReadAllText(Path.Combine(\"models\", name));")]
    [InlineData("public void Predict(string path, Microsoft.Extensions.Configuration.IConfiguration options) => System.IO.File.OpenRead(path).Dispose();")] // A helper.
    [InlineData("public string Get(string name) => System.IO.File.ReadAllText(\"models/a\");")]
    [InlineData("public string Get(string name) =>\n#pragma warning disable MLOPS4006\n System.IO.File.ReadAllText(name);")]
    public Task OtherMethodsAreNot(string action) => Rule.Finds(Controller(action));

    [Fact]
    public Task NorIsOrdinaryCode() => Rule.Finds("class C { public string Load(string name) => File.ReadAllText(Path.Combine(\"models\", name)); }");

    [Fact]
    public Task TheFixTakesTheNameOfTheFile() => Rule.Fixes<TakeFileNameCodeFix>(
        Controller("public string Get(string a, string b) => System.IO.File.ReadAllText(Path.Combine(\"models\", {|MLOPS4006:a|})) + System.IO.File.ReadAllText($\"models/{{|MLOPS4006:b|}}\");"),
        Controller("public string Get(string a, string b) => System.IO.File.ReadAllText(Path.Combine(\"models\", Path.GetFileName(a))) + System.IO.File.ReadAllText($\"models/{Path.GetFileName(b)}\");"));

    private static string Program(string statement) => $$"""
        /* program */
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.ML;
        using Microsoft.ML.OnnxRuntime;

        var app = WebApplication.CreateBuilder(args).Build();
        var root = "models";
        var allowed = new HashSet<string> { "a" };
        {{statement}}

        static void Check(string name) { }
        static string Safe(string name) => "";
        """;

    private static string Controller(string action) => $$"""
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.ML.OnnxRuntime;

        public class ModelsController : ControllerBase
        {
            {{action}}
        }
        """;
}
