using System.Text.Json;
using MlOps.Models;
using MlOps.Recording;
using MlOps.Store;
using MlOps.Tests.Tracking;
using YamlDotNet.RepresentationModel;

namespace MlOps.Tests.Models;

public sealed class LogModelTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestStore _store = new();

    [Fact]
    public void AnOnnxModelIsKeptAsMlflowKeepsOne()
    {
        using var run = _store.Begin();
        run.LogModel(Write("iris.onnx", OnnxBytes.Classifier()));

        Assert.Equal(
            ["model/MLmodel", "model/conda.yaml", "model/iris.onnx", "model/python_env.yaml", "model/requirements.txt"],
            _store.Read(run).Artifacts);
        var model = Yaml(run, "model/MLmodel");
        Assert.Equal(("model", run.RunId), (Text(model, "artifact_path"), Text(model, "run_id")));
        Assert.Matches("^[0-9a-f]{32}$", Text(model, "model_uuid"));
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$", Text(model, "utc_time_created"));
        Assert.Equal(("iris.onnx", "1.12.0"), (Text(model, "flavors", "onnx", "data"), Text(model, "flavors", "onnx", "onnx_version")));
        Assert.Equal(["CUDAExecutionProvider", "CPUExecutionProvider"], ((YamlSequenceNode)Node(model, "flavors", "onnx", "providers")).Select(static item => item.ToString()));
        Assert.Equal(("mlflow.onnx", "iris.onnx"), (Text(model, "flavors", "python_function", "loader_module"), Text(model, "flavors", "python_function", "data")));
        Assert.Equal(
            ("conda.yaml", "python_env.yaml"),
            (Text(model, "flavors", "python_function", "env", "conda"), Text(model, "flavors", "python_function", "env", "virtualenv")));
        var inputs = JsonDocument.Parse(Text(model, "signature", "inputs")).RootElement;
        Assert.Equal("float32", inputs[0].GetProperty("tensor-spec").GetProperty("dtype").GetString());
        Assert.Equal("", _store.Shown.ToString());
    }

    [Fact]
    public void TheEnvironmentIsOneThatReadsTheModel()
    {
        using var run = _store.Begin();
        run.LogModel(Write("iris.onnx", OnnxBytes.Classifier()));

        Assert.Equal("mlflow>=2.12\nonnx>=1.12.0\nonnxruntime\n", Read(run, "model/requirements.txt"));
        Assert.Equal("3.11", Text(Yaml(run, "model/python_env.yaml"), "python"));
        var dependencies = (YamlSequenceNode)Node(Yaml(run, "model/conda.yaml"), "dependencies");
        Assert.Equal(["python=3.11", "pip"], dependencies.Take(2).Select(static item => item.ToString()));
        Assert.Equal(["mlflow>=2.12", "onnx>=1.12.0", "onnxruntime"], ((YamlSequenceNode)dependencies[2]["pip"]).Select(static item => item.ToString()));
    }

    [Fact]
    public void AModelOfDotnetSaysWhatLoadsIt()
    {
        using var run = _store.Begin();
        run.LogModel(_folder.Write("model.zip", "zip"), "forest", options: new()
        {
            EntryType = typeof(LogModelTests),
            Signature = new(ModelSchema.OfColumns(new DatasetColumn("sepal_length", DatasetColumnType.Double), new DatasetColumn("note", DatasetColumnType.String, IsNullable: true))),
            Metadata = new Dictionary<string, string> { ["team"] = "botany: №1" },
        });

        Assert.Equal(["forest/MLmodel", "forest/model.zip"], _store.Read(run).Artifacts);
        var model = Yaml(run, "forest/MLmodel");
        var flavors = (YamlMappingNode)Node(model, "flavors");
        Assert.Equal("dotnet", Assert.Single(flavors.Children).Key.ToString());
        Assert.Equal(typeof(LogModelTests).FullName, Text(flavors, "dotnet", "entry_type"));
        Assert.Equal(("MlOps.Runtime.Tests", "net10.0", "model.zip"),
            (Text(flavors, "dotnet", "assembly"), Text(flavors, "dotnet", "target_framework"), Text(flavors, "dotnet", "data")));
        Assert.Equal(
            """[{"type":"double","name":"sepal_length","required":true},{"type":"string","name":"note","required":false}]""",
            Text(model, "signature", "inputs"));
        Assert.Equal("3", Text(model, "model_size_bytes"));
        Assert.Equal(("botany: №1", new string('a', 64)), (Text(model, "metadata", "team"), Text(model, "metadata", "mlops.code.fingerprint")));
    }

    [Fact]
    public void TheProfileOfItsDataIsKeptWithTheModel()
    {
        using var run = _store.Begin();
        var folder = Path.GetDirectoryName(_folder.Write("forest/model.zip", "zip"))!;
        _folder.Write("forest/reference.profile", "an older one");
        run.LogModel(folder, options: new() { Data = "model.zip", ReferenceProfile = _folder.Write("Iris.profile", "newer") });

        Assert.Equal(["model/MLmodel", "model/model.zip", "model/reference.profile"], _store.Read(run).Artifacts);
        Assert.Equal("newer", Read(run, "model/reference.profile"));
        Assert.Equal("8", Text(Yaml(run, "model/MLmodel"), "model_size_bytes"));
        Assert.Equal("", _store.Shown.ToString());
    }

    [Fact]
    public void AProfileThatIsNotThereIsToldByItsName()
    {
        using var run = _store.Begin();
        run.LogModel(_folder.Write("model.zip", "zip"), options: new() { ReferenceProfile = _folder.PathOf("none.profile") });
        _store.Read(run);
        Assert.Contains("none.profile", _store.Shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnExampleIsKeptAsAServerIsSentIt()
    {
        using var run = _store.Begin();
        run.LogModel(Write("iris.onnx", OnnxBytes.Classifier()), options: new()
        {
            InputExample = ModelInputExample.OfTensor("features", [5.1f, float.NaN, 1.4f, 1e-7f], 1, 4).With("ids", [long.MaxValue, 2L], 2),
        });
        run.LogModel(_folder.Write("model.zip", ""), "table", options: new() { InputExample = ModelInputExample.OfRows(["x", "species"], [1.5, "setosa"], [null, true]) });

        Assert.Equal("""{"inputs":{"features":[[5.1,null,1.4,1E-07]],"ids":[9223372036854775807,2]}}""", Read(run, "model/input_example.json"));
        Assert.Equal(("ndarray", "tf-serving"),
            (Text(Yaml(run, "model/MLmodel"), "saved_input_example_info", "type"), Text(Yaml(run, "model/MLmodel"), "saved_input_example_info", "format")));
        Assert.Equal("""{"columns":["x","species"],"data":[[1.5,"setosa"],[null,true]]}""", Read(run, "table/input_example.json"));
        Assert.Equal("""{"dataframe_split":{"columns":["x","species"],"data":[[1.5,"setosa"],[null,true]]}}""", Read(run, "table/serving_input_payload.json"));
        Assert.Equal("split", Text(Yaml(run, "table/MLmodel"), "saved_input_example_info", "pandas_orient"));
    }

    [Fact]
    public void AnExampleWhoseShapeDoesNotFitIsRefusedAtOnce() =>
        Assert.Contains("2 × 2", Assert.Throws<ArgumentException>(static () => ModelInputExample.OfTensor("x", [1, 2, 3], 2, 2)).Message);

    [Fact]
    public void AFolderIsKeptWithAllThatIsInIt()
    {
        using var run = _store.Begin();
        Write("net/model.onnx", OnnxBytes.Classifier(OnnxBytes.External("w", "weights/w.bin")));
        Write("net/other.onnx", OnnxBytes.Classifier());
        Write("net/weights/w.bin", [1, 2, 3]);
        _folder.Write("net/requirements.txt", "onnxruntime==1.20.1\n");
        _folder.Write("net/MLmodel", "artifact_path: elsewhere");
        run.LogModel(_folder.PathOf("net"));

        Assert.Contains("model/weights/w.bin", _store.Read(run).Artifacts);
        Assert.Equal("onnxruntime==1.20.1\n", Read(run, "model/requirements.txt")); // Its own stands.
        Assert.Equal(("model", "model.onnx"), (Text(Yaml(run, "model/MLmodel"), "artifact_path"), Text(Yaml(run, "model/MLmodel"), "flavors", "onnx", "data")));
    }

    [Fact]
    public void WeightsBesideASingleFileComeAlong()
    {
        using var run = _store.Begin();
        Write("iris.onnx.data", [1, 2, 3]);
        run.LogModel(Write("iris.onnx", OnnxBytes.Classifier(OnnxBytes.External("w", "iris.onnx.data"))));

        Assert.Contains("model/iris.onnx.data", _store.Read(run).Artifacts);
        Assert.Equal("", _store.Shown.ToString());
    }

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../secret.txt")]
    [InlineData(@"..\secret.txt")]
    [InlineData("link.bin")]
    [InlineData("gone.bin")]
    public void WeightsFromElsewhereAreNeitherReadNorKept(string location)
    {
        var secret = _folder.Write("secret.txt", "secret");
        Write("net/iris.onnx", OnnxBytes.Classifier(OnnxBytes.External("w", location)));
        if (location == "link.bin")
        {
            File.CreateSymbolicLink(_folder.PathOf("net", "link.bin"), secret);
        }

        using var run = _store.Begin();
        run.LogModel(_folder.PathOf("net", "iris.onnx"));

        Assert.Equal(["model/MLmodel", "model/iris.onnx"], _store.Read(run).Artifacts); // Kept as a file, but not called ONNX.
        Assert.Contains("MLflow cannot load it", _store.Shown.ToString());
        Assert.Contains(location, _store.Shown.ToString());
    }

    [Fact]
    public void WhatCannotBeKeptIsToldAndTrainingGoesOn()
    {
        using var run = _store.Begin();
        run.LogModel(_folder.PathOf("nowhere.onnx"), registerAs: "a");
        run.LogModel(_folder.Write("broken.onnx", "no model"), "broken");
        run.LogModel(_folder.Write("model.zip", ""), "../outside", registerAs: "b");
        run.LogModel(_folder.PathOf("model.zip"), "named", registerAs: "a/b");
        run.LogModel(_folder.Root, "folder", options: new() { Data = "no.zip" });

        Assert.Equal(["broken/MLmodel", "broken/broken.onnx", "named/MLmodel", "named/model.zip"], _store.Read(run).Artifacts);
        Assert.Empty(_store.Query("SELECT name FROM registered_models", static row => row.GetString(0)));
        var shown = _store.Shown.ToString();
        Assert.All(["nowhere.onnx", "'broken.onnx' is no ONNX file", "../outside/MLmodel", "'a/b' is no name for a model", "no file 'no.zip'"], expected => Assert.Contains(expected, shown));
    }

    [Fact]
    public void TheModelsOfARunAreInTheListThatMlflowLooksAt()
    {
        using var run = _store.Begin();
        for (var epoch = 0; epoch < 40; epoch++)
        {
            run.LogModel(Write("iris.onnx", OnnxBytes.Classifier()), $"checkpoints/{epoch}");
        }

        var tag = _store.Read(run).Tags["mlflow.log-model.history"];
        var models = JsonDocument.Parse(tag).RootElement.EnumerateArray().ToArray();
        Assert.InRange(tag.Length, 3_000, 5_000); // The oldest went, since a tag is no longer.
        Assert.Equal("checkpoints/39", models[^1].GetProperty("artifact_path").GetString());
        Assert.Equal(["artifact_path", "flavors", "model_uuid", "run_id", "utc_time_created"], models[^1].EnumerateObject().Select(static member => member.Name).Order());
        Assert.Equal("mlflow.onnx", models[^1].GetProperty("flavors").GetProperty("python_function").GetProperty("loader_module").GetString());
    }

    [Fact]
    public void AVersionSaysWhichCodeAndWhichDataMadeIt()
    {
        using var run = _store.Begin();
        run.LogInput(new Dataset("iris", "data/iris.csv", new string('b', 32), 1));
        run.LogModel(Write("iris.onnx", OnnxBytes.Classifier()), registerAs: "iris", options: new()
        {
            Description = "the first",
            Aliases = ["champion"],
            Tags = new Dictionary<string, string> { ["stage"] = "try" },
        });
        run.LogModel(_folder.PathOf("iris.onnx"), "again", registerAs: "iris", options: new() { Aliases = ["champion"] });
        var artifacts = _store.Read(run).ArtifactFolder;
        using var registry = ModelRegistry.Open(_store.Location);

        var (first, second) = (registry.Version("iris", 1), registry.Version("iris", 2));
        Assert.Equal((run.RunId, Path.Combine(artifacts, "model"), "the first", "READY", "None"), (first.RunId, first.Source, first.Description, first.Status, first.Stage));
        Assert.Equal(new string('a', 64), first.Tags["mlops.code.fingerprint"]);
        Assert.Equal($$"""{"iris":"{{new string('b', 32)}}"}""", first.Tags["mlops.data.digests"]);
        Assert.Contains("float32", first.Tags["mlops.model.signature"]);
        Assert.Equal("try", first.Tags["stage"]);
        Assert.Equal((0, "champion"), (first.Aliases.Count, Assert.Single(second.Aliases)));
        Assert.Equal(Path.Combine(artifacts, "again"), registry.Resolve("models:/iris@champion"));
        using var reader = RunReader.Open(_store.Location);
        Assert.Equal([1L, 2L], reader.ModelVersionsOf(run.RunId).Select(static version => version.Version));
    }

    [Fact]
    public void AModelWhoseTransactionIsLostIsWrittenAgainAndRegisteredOnce()
    {
        using var run = _store.Begin();
        _store.Recorder.Flush();
        var model = ModelEvent.Of(run, _store.Recorder, Write("iris.onnx", OnnxBytes.Classifier()), "model", "iris", new());
        var record = new Recording.Record { Run = run, What = model };
        using (var writer = new RunWriter(_store.Location, _store.Recorder.Faults))
        {
            Assert.True(writer.TryBegin(insist: true) && writer.TryWrite(in record, 1));
            writer.LoseStore(new IOException("the disk went away"));
            Assert.True(writer.TryBegin(insist: true) && writer.TryWrite(in record, 1) && writer.TryCommit());
        }

        Assert.Contains("model/iris.onnx", _store.Read(run).Artifacts);
        Assert.Single(JsonDocument.Parse(_store.Read(run).Tags["mlflow.log-model.history"]).RootElement.EnumerateArray());
        using var registry = ModelRegistry.Open(_store.Location);
        Assert.Equal([1L], registry.Versions("iris").Select(static version => version.Version));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private string Write(string path, byte[] content)
    {
        var file = _folder.Write(path, "");
        File.WriteAllBytes(file, content);
        return file;
    }

    private string Read(Run run, string path) => File.ReadAllText(Path.Combine(_store.Read(run).ArtifactFolder, path));

    private YamlMappingNode Yaml(Run run, string path)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Read(run, path)));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static YamlNode Node(YamlNode node, params string[] path) => path.Aggregate(node, static (current, key) => current[key]);

    private static string Text(YamlNode node, params string[] path) => ((YamlScalarNode)Node(node, path)).Value!;
}
