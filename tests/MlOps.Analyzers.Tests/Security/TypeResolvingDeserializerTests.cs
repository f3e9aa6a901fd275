using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Security.TypeResolvingDeserializerAnalyzer>;

namespace MlOps.Tests.Security;

public sealed class TypeResolvingDeserializerTests
{
    // What is of .NET Framework and of packages that the tests do without.
    private const string Stubs = """

        namespace System.Runtime.Serialization.Formatters.Soap { class SoapFormatter { public object Deserialize(System.IO.Stream s) => s; public void Serialize(System.IO.Stream s, object o) { } } }
        namespace System.Runtime.Serialization { class NetDataContractSerializer { public object Deserialize(System.IO.Stream s) => s; public object ReadObject(System.IO.Stream s) => s; } }
        namespace System.Web.UI { class LosFormatter { public object Deserialize(string s) => s; } class ObjectStateFormatter { public object Deserialize(string s) => s; } }
        namespace System.Web.Script.Serialization
        {
            class JavaScriptTypeResolver { }
            class SimpleTypeResolver : JavaScriptTypeResolver { }
            class JavaScriptSerializer { public JavaScriptSerializer() { } public JavaScriptSerializer(JavaScriptTypeResolver r) { } }
        }
        namespace Python.Runtime
        {
            class PyObject { public PyObject InvokeMethod(string name, params object[] a) => this; }
            static class Py { public static dynamic Import(string name) => new PyObject(); }
            static class PythonEngine { public static PyObject ImportModule(string name) => new PyObject(); public static void Exec(string code) { } }
        }
        """;

    [Theory]
    [InlineData("{|MLOPS4005:new BinaryFormatter().Deserialize(stream)|};")]
    [InlineData("IFormatter f = new BinaryFormatter(); var model = {|MLOPS4005:f.Deserialize(stream)|};")]
    [InlineData("formatter ??= new BinaryFormatter(); {|MLOPS4005:formatter.Deserialize(stream)|};")]
    [InlineData("{|MLOPS4005:new BinaryFormatter().Deserialize(new MemoryStream(File.ReadAllBytes(text)))|};")]
    [InlineData("{|MLOPS4005:new System.Runtime.Serialization.Formatters.Soap.SoapFormatter().Deserialize(stream)|};")]
    [InlineData("{|MLOPS4005:new NetDataContractSerializer().ReadObject(stream)|};")]
    [InlineData("{|MLOPS4005:new System.Web.UI.LosFormatter().Deserialize(text)|};")]
    [InlineData("{|MLOPS4005:new System.Web.UI.ObjectStateFormatter().Deserialize(text)|};")]
    [InlineData("var s = {|MLOPS4005:new System.Web.Script.Serialization.JavaScriptSerializer(new System.Web.Script.Serialization.SimpleTypeResolver())|};")]
    [InlineData("var s = new JsonSerializerSettings { TypeNameHandling = {|MLOPS4005:TypeNameHandling.All|} }; JsonConvert.DeserializeObject<object>(text, s);")]
    [InlineData("var s = new JsonSerializerSettings { TypeNameHandling = {|MLOPS4005:TypeNameHandling.Auto|} }; JsonConvert.SerializeObject(text, s); JsonConvert.DeserializeObject<object>(text, s);")]
    [InlineData("_settings.TypeNameHandling = {|MLOPS4005:TypeNameHandling.Objects | TypeNameHandling.Arrays|};")]
    [InlineData("new JsonSerializer().TypeNameHandling = {|MLOPS4005:TypeNameHandling.Auto|};")]
    [InlineData("var model = {|MLOPS4005:Py.Import(\"pickle\")|}.load(stream);")]
    [InlineData("dynamic joblib = {|MLOPS4005:Py.Import(\"joblib\")|}; var model = joblib.load(\"model.joblib\");")]
    [InlineData("dynamic dill = {|MLOPS4005:Py.Import(\"dill\")|}; Use(dill);")] // Who knows.
    [InlineData("{|MLOPS4005:PythonEngine.ImportModule(\"pickle\")|}.InvokeMethod(\"loads\", stream);")]
    [InlineData("{|MLOPS4005:PythonEngine.Exec(\"import pickle\\nmodel = pickle.load(open('model.pkl', 'rb'))\")|};")]
    public Task WhatMakesAnyTypeIsFound(string statement) => Rule.Finds(Body(statement));

    [Theory]
    [InlineData("class Row { [JsonProperty(TypeNameHandling = {|MLOPS4005:TypeNameHandling.Auto|})] public object? Value { get; set; } }")]
    [InlineData("class Row { [JsonProperty(ItemTypeNameHandling = {|MLOPS4005:TypeNameHandling.All|})] public object[]? Values { get; set; } }")]
    [InlineData("class Settings { static readonly JsonSerializerSettings s_all = new() { TypeNameHandling = {|MLOPS4005:TypeNameHandling.All|} }; }")]
    public Task SoItIsInDeclarations(string source) => Rule.Finds("using Newtonsoft.Json;\n" + source);

    [Theory]
    [InlineData("new BinaryFormatter().Serialize(stream, text);")] // Only writes.
    [InlineData("new System.Runtime.Serialization.Formatters.Soap.SoapFormatter().Serialize(stream, text);")]
    [InlineData("var f = new BinaryFormatter(); using var copy = new MemoryStream(); f.Serialize(copy, text); copy.Position = 0; f.Deserialize(copy);")] // Its own.
    [InlineData("formatter!.Deserialize(stream);")] // Who knows.
    [InlineData("new DataContractSerializer(typeof(string)).ReadObject(stream);")] // Knows the types.
    [InlineData("System.Text.Json.JsonSerializer.Deserialize<double[]>(text);")]
    [InlineData("new Newtonsoft.Json.JsonSerializer().Deserialize(new StringReader(text), typeof(double));")]
    [InlineData("var s = new System.Web.Script.Serialization.JavaScriptSerializer();")]
    [InlineData("_settings.TypeNameHandling = TypeNameHandling.None;")]
    [InlineData("var s = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.None };")]
    [InlineData("var s = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All, SerializationBinder = new Newtonsoft.Json.Serialization.DefaultSerializationBinder() };")]
    [InlineData("_settings.TypeNameHandling = TypeNameHandling.All; _settings.SerializationBinder = new Newtonsoft.Json.Serialization.DefaultSerializationBinder();")]
    [InlineData("JsonConvert.SerializeObject(text, new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All });")] // Only writes.
    [InlineData("var s = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All }; File.WriteAllText(\"a\", JsonConvert.SerializeObject(text, s));")]
    [InlineData("JsonConvert.SerializeObject({|CS0103:unknown|}, new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All });")] // Does not compile yet.
    [InlineData("if (_settings.TypeNameHandling == TypeNameHandling.All) { }")]
    [InlineData("dynamic np = Py.Import(\"numpy\"); np.load(\"a.npy\");")]
    [InlineData("dynamic pickle = Py.Import(\"pickle\"); pickle.dump(text);")]
    [InlineData("dynamic joblib = Py.Import(\"joblib\"); joblib.Parallel();")]
    [InlineData("PythonEngine.ImportModule(\"pickle\").InvokeMethod(\"dumps\", stream);")]
    [InlineData("PythonEngine.Exec(\"import pickle\\npickle.dump(model, f)\");")]
    [InlineData("new Own.BinaryFormatter().Deserialize(stream);")] // Somebody else's.
    public Task OtherReadersAreNot(string statement) => Rule.Finds(Body(statement));

    [Theory]
    [InlineData("// <auto-generated/>\nclass C { object M(System.IO.Stream s) => new System.Runtime.Serialization.NetDataContractSerializer().ReadObject(s); }")]
    [InlineData("class C { object M(System.IO.Stream s) =>\n#pragma warning disable MLOPS4005\n new System.Runtime.Serialization.NetDataContractSerializer().ReadObject(s); }")]
    public Task GeneratedAndSilencedCodeIsLeftAlone(string source) => Rule.Finds(source + Stubs);

    [Theory]
    [InlineData("_settings.TypeNameHandling = {|MLOPS4005:TypeNameHandling.All|}; _settings.TypeNameHandling = {|MLOPS4005:TypeNameHandling.Objects | TypeNameHandling.Arrays|};", "_settings.TypeNameHandling = TypeNameHandling.None; _settings.TypeNameHandling = TypeNameHandling.None;")]
    [InlineData("var s = new JsonSerializerSettings { TypeNameHandling = {|MLOPS4005:Newtonsoft.Json.TypeNameHandling.Auto|} };", "var s = new JsonSerializerSettings { TypeNameHandling = Newtonsoft.Json.TypeNameHandling.None };")]
    [InlineData("var s = new JsonSerializerSettings { TypeNameHandling = {|MLOPS4005:All|} };", "var s = new JsonSerializerSettings { TypeNameHandling = None };")]
    public Task TheFixLeavesTypesToTheProgram(string statement, string @fixed) => Rule.Fixes<TypeNameHandlingNoneCodeFix>(Body(statement), Body(@fixed));

    private static string Body(string statement) => $$"""
        #pragma warning disable SYSLIB0011
        using System.Runtime.Serialization;
        using System.Runtime.Serialization.Formatters.Binary;
        using Newtonsoft.Json;
        using Python.Runtime;
        using static Newtonsoft.Json.TypeNameHandling;

        namespace Own { class BinaryFormatter { public object Deserialize(System.IO.Stream s) => s; } }

        class C
        {
            private readonly JsonSerializerSettings _settings = new();

            void M(Stream stream, string text, IFormatter? formatter = null)
            {
                {{statement}}
            }

            static void Use(object module) { }
        }
        """ + Stubs;
}
